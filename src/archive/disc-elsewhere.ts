/** What the page of a disc says of studies that are not on it, because they are somewhere else. */
import type { Actor, ElsewhereStudy, Scope } from '../contract/index.ts';
import { elsewhereStudiesOf } from './elsewhere-studies.ts';
import type { ArchiveParts } from './parts.ts';

/**
 * Of patients who are on the disc with all their studies: whoever gives out one study says nothing of the others.
 * @param studies UIDs of those on the disc
 */
export async function elsewhereOf(
  parts: ArchiveParts,
  actor: Actor,
  scope: Scope,
  studies: readonly string[],
): Promise<ElsewhereStudy[]> {
  const { catalog } = parts;
  const counts = new Map<string, number>();
  for (const study of studies) {
    const key = await catalog.patientOfStudy(scope, study);
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const whole: string[] = [];
  for (const [patientKey, count] of counts) {
    const [patient] = await catalog.patients(scope, { patientKey, limit: 1 });
    if (patient?.studyCount === count) whole.push(patientKey);
  }
  const known = await elsewhereStudiesOf(parts, actor, scope, whole);
  return known.filter(({ studyInstanceUid }) => studyInstanceUid === null);
}
