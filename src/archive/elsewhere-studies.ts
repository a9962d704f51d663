/** What is known of studies that are not here: told by people, kept as records, shown beside those that are. */
import { IsocenterError } from '../base/index.ts';
import type { Actor, ElsewhereStudy, Scope } from '../contract/index.ts';
import { decide } from './decide.ts';
import { oneFile } from './files.ts';
import type { ArchiveParts } from './parts.ts';
import { requireSeen, requireWithin } from './within-scope.ts';

/** Of a person nobody tells more. */
const MAXIMUM_STUDIES = 1_000;

/** Of patients, those that the scope covers as such. */
export async function elsewhereStudiesOf(
  { catalog }: ArchiveParts,
  _actor: Actor,
  scope: Scope,
  patientKeys: readonly string[],
): Promise<ElsewhereStudy[]> {
  return await catalog.elsewhereStudies(scope, { patientKeys, limit: MAXIMUM_STUDIES });
}

/**
 * Says it, or corrects what was said. What it names has to be there: the patient, the photo, the study that it became.
 * Throws `archive/not-found` for what is not seen.
 */
export async function putElsewhere(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  study: ElsewhereStudy,
): Promise<ElsewhereStudy> {
  const { uid, patientKey, photo, studyInstanceUid } = study;
  await requirePatient(parts, actor, scope, patientKey);
  const before = await oneOf(parts, uid);
  if (before) await requireWithin(parts, actor, scope, { target: 'patient', uid: before.patientKey });
  if (photo !== null) await oneFile(parts, scope, photo);
  if (studyInstanceUid !== null) await requireSeen(parts, scope, { target: 'study', uid: studyInstanceUid });
  await decide(parts, 'elsewhere', study, actor);
  return study;
}

/** Answers what it said, so that it can be said again. */
export async function removeElsewhere(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  uid: string,
): Promise<ElsewhereStudy> {
  const [study] = await parts.catalog.elsewhereStudies(scope, { uid, limit: 1 });
  if (!study) throw new IsocenterError('archive/not-found', { what: 'study that is elsewhere' });
  await decide(parts, 'elsewhereRemoved', { uid }, actor);
  return study;
}

async function requirePatient(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  patientKey: string,
): Promise<void> {
  const [patient] = await parts.catalog.patients(scope, { patientKey, limit: 1 });
  if (!patient) throw new IsocenterError('archive/not-found', { what: 'patient' });
  await requireWithin(parts, actor, scope, { target: 'patient', uid: patientKey });
}

/** Also where the scope does not cover it: nobody takes over what others said. */
async function oneOf({ catalog }: ArchiveParts, uid: string): Promise<ElsewhereStudy | undefined> {
  const [study] = await catalog.elsewhereStudies({ kind: 'everything' }, { uid, limit: 1 });
  return study;
}
