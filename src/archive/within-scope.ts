/** What somebody who sees a part of the archive may decide about: what lies in it, and nothing else exists for them. */
import { IsocenterError } from '../base/index.ts';
import type { Attachment } from '../catalog/index.ts';
import type { Actor, Scope } from '../contract/index.ts';
import type { ArchiveParts } from './parts.ts';
import { covers } from './store-scope.ts';

/** Throws `archive/not-found` for what is not seen. A patient is seen by who sees a study of theirs. */
export async function requireSeen(
  { catalog }: ArchiveParts,
  scope: Scope,
  { target, uid }: Attachment,
): Promise<void> {
  if (scope.kind === 'everything') return;
  const isSeen =
    target === 'patient'
      ? (await catalog.patients(scope, { patientKey: uid, limit: 1 })).length > 0
      : await catalog.coversTarget(scope, { target, uid });
  if (!isSeen) throw new IsocenterError('archive/not-found', { what: target });
}

/**
 * What is said of a patient or a person is said of all their studies: that takes a scope that covers them as such.
 * Throws `archive/not-found` for what is not seen, `archive/forbidden` for a patient of whom it covers single studies.
 */
export async function requireWithin(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  about: Attachment,
): Promise<void> {
  if (scope.kind === 'everything' || (await parts.catalog.coversTarget(scope, about))) return;
  await requireSeen(parts, scope, about);
  const action = 'decide about a patient of whom they see single studies';
  throw new IsocenterError('archive/forbidden', { actor: actor.name, action });
}

/** A study that is seen, or will be once it comes. Throws `archive/not-found`. */
export async function requireComing(
  { catalog }: ArchiveParts,
  scope: Scope,
  studyInstanceUid: string,
): Promise<void> {
  if (await catalog.coversTarget(scope, { target: 'study', uid: studyInstanceUid })) return;
  const collection = (await catalog.collectionOfStudy(studyInstanceUid)) ?? undefined;
  if (!covers(scope, { studyInstanceUid, collection, patientKey: '', person: undefined }))
    throw new IsocenterError('archive/not-found', { what: 'study' });
}

/** Throws `archive/not-found` for a collection that the scope does not cover as such. */
export function requireCollection(scope: Scope, collection: string): void {
  if (!covers(scope, { studyInstanceUid: '', collection, patientKey: '', person: undefined }))
    throw new IsocenterError('archive/not-found', { what: 'collection' });
}
