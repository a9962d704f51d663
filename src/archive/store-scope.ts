import { IsocenterError } from '../base/index.ts';
import type { Attachment, Catalog } from '../catalog/index.ts';
import { type Actor, everything, type Scope } from '../contract/index.ts';

/**
 * Who may only see a part of the archive may only store into it: a study that they see, a new one that they were granted by its
 * UID, or a new one of the one collection that is theirs. Answers the collection of a new study.
 * Throws `archive/forbidden`.
 */
export async function collectionOfNewStudy(
  catalog: Catalog,
  actor: Actor,
  scope: Scope,
  studyInstanceUid: string,
  collection: string | undefined,
): Promise<string | undefined> {
  if (scope.kind === 'everything') return collection;
  const study = { studyInstanceUids: [studyInstanceUid] };
  if ((await catalog.countInstances(scope, study)) > 0) return collection;
  const isThere = (await catalog.countInstances(everything, study)) > 0;
  const own = collectionsOf(scope);
  const chosen = collection ?? (own.length === 1 ? own[0] : undefined);
  const isOwn = chosen !== undefined && own.includes(chosen);
  if (isThere || (!isOwn && !namesStudy(scope, studyInstanceUid))) throw outside(actor);
  return isOwn ? chosen : undefined;
}

/** The same for a file: it belongs to studies that they see, or goes to the one collection that is theirs. */
export async function collectionOfNewFile(
  catalog: Catalog,
  actor: Actor,
  scope: Scope,
  collection: string | undefined,
  attachTo: readonly Attachment[],
): Promise<string | undefined> {
  if (scope.kind === 'everything') return collection;
  for (const { target, uid } of attachTo) {
    const isSeen =
      target === 'study' && (await catalog.countInstances(scope, { studyInstanceUids: [uid] })) > 0;
    if (!isSeen) throw outside(actor);
  }
  const own = collectionsOf(scope);
  const chosen = collection ?? (own.length === 1 ? own[0] : undefined);
  if (chosen !== undefined && own.includes(chosen)) return chosen;
  if (collection !== undefined || attachTo.length === 0) throw outside(actor);
  return undefined;
}

function collectionsOf(scope: Scope): string[] {
  if (scope.kind !== 'rules') return [];
  return scope.rules.flatMap((rule) => ('collection' in rule ? [rule.collection] : []));
}

function namesStudy(scope: Scope, uid: string): boolean {
  return (
    scope.kind === 'rules' &&
    scope.rules.some((rule) => 'studyInstanceUid' in rule && rule.studyInstanceUid === uid)
  );
}

const outside = ({ name }: Actor): IsocenterError =>
  new IsocenterError('archive/forbidden', { actor: name, action: 'store outside of what they may see' });
