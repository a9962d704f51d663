import { IsocenterError } from '../base/index.ts';
import type { Attachment, Catalog } from '../catalog/index.ts';
import { type Actor, everything, type Scope, type ScopeRule } from '../contract/index.ts';

/** What is known of a study that is about to come. */
export interface ComingStudy {
  readonly studyInstanceUid: string;
  readonly patientKey: string;
}

/**
 * Who may only see a part of the archive may only store into it: a study that they see, or a new one that they will see
 * because of its UID, its patient, or the one collection that is theirs. Answers the collection of a new study.
 * Throws `archive/forbidden`.
 */
export async function collectionOfNewStudy(
  catalog: Catalog,
  actor: Actor,
  scope: Scope,
  coming: ComingStudy,
  collection: string | undefined,
): Promise<string | undefined> {
  if (scope.kind === 'everything') return collection;
  const study = { studyInstanceUids: [coming.studyInstanceUid] };
  if ((await catalog.countInstances(scope, study)) > 0) return collection;
  if ((await catalog.countInstances(everything, study)) > 0) throw outside(actor);
  const own = collectionsOf(scope);
  const person = mentionsPersons(scope) ? await catalog.personOf(coming.patientKey) : undefined;
  // Where somebody said that it belongs, it will go, whatever who stores it says.
  const decided = await catalog.collectionOfStudy(coming.studyInstanceUid);
  if (decided !== undefined) {
    if (covers(scope, { ...coming, collection: decided ?? undefined, person: person?.uid }))
      return collection;
    throw outside(actor);
  }
  const chosen = collection ?? (own.length === 1 ? own[0] : undefined);
  if (covers(scope, { ...coming, collection: chosen, person: person?.uid })) return chosen;
  // Who names a collection of another, and may store the study for another reason, stores it into none.
  if (covers(scope, { ...coming, collection: undefined, person: person?.uid })) return undefined;
  throw outside(actor);
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

interface Candidate extends ComingStudy {
  readonly collection: string | undefined;
  readonly person: string | undefined;
}

/** Whether the scope will cover the study once it is there. A study that is new has no label yet. */
export function covers(scope: Scope, study: Candidate): boolean {
  switch (scope.kind) {
    case 'everything':
      return true;
    case 'nothing':
      return false;
    case 'rules':
      return scope.rules.some((rule) => isCovered(rule, study));
    case 'all-of':
      return scope.scopes.every((each) => covers(each, study));
  }
}

function isCovered(rule: ScopeRule, study: Candidate): boolean {
  if ('collection' in rule) return rule.collection === study.collection;
  if ('studyInstanceUid' in rule) return rule.studyInstanceUid === study.studyInstanceUid;
  if ('patientKey' in rule) return rule.patientKey === study.patientKey;
  return 'person' in rule && rule.person === study.person;
}

/** Each once. */
function collectionsOf(scope: Scope): string[] {
  const names = rulesIn(scope).flatMap((rule) => ('collection' in rule ? [rule.collection] : []));
  return [...new Set(names)];
}

const mentionsPersons = (scope: Scope): boolean => rulesIn(scope).some((rule) => 'person' in rule);

function rulesIn(scope: Scope): readonly ScopeRule[] {
  if (scope.kind === 'rules') return scope.rules;
  return scope.kind === 'all-of' ? scope.scopes.flatMap(rulesIn) : [];
}

const outside = ({ name }: Actor): IsocenterError =>
  new IsocenterError('archive/forbidden', { actor: name, action: 'store outside of what they may see' });
