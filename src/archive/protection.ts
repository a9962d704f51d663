import { IsocenterError } from '../base/index.ts';
import type { Catalog } from '../catalog/index.ts';
import { protectedLabel } from '../contract/index.ts';

/** Whether somebody said of a study, or of its patient, that it stays. */
export async function isProtected(
  catalog: Pick<Catalog, 'labelsOfStudy'>,
  studyInstanceUid: string,
): Promise<boolean> {
  return (await catalog.labelsOfStudy(studyInstanceUid)).has(protectedLabel);
}

/** Throws `archive/protected` when one of the studies stays; who said so and why is in its labels. */
export async function requireUnprotected(
  catalog: Pick<Catalog, 'labelsOfStudy'>,
  studyInstanceUids: Iterable<string>,
): Promise<void> {
  for (const study of studyInstanceUids)
    if (await isProtected(catalog, study)) throw new IsocenterError('archive/protected', { study });
}
