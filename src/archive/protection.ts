import { IsocenterError } from '../base/index.ts';
import type { Catalog, StoredFile } from '../catalog/index.ts';
import { everything, protectedLabel } from '../contract/index.ts';

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

type FileCatalog = Pick<Catalog, 'files' | 'instances' | 'labels' | 'labelsOfStudy'>;

/** Throws `archive/protected` when a file belongs to a study or patient that stays, also to one that the caller does not see. */
export async function requireUnprotectedFile(catalog: FileCatalog, { sha256 }: StoredFile): Promise<void> {
  const [file] = await catalog.files(everything, { sha256, limit: 1 });
  for (const { target, uid } of file?.attachments ?? []) {
    if (target === 'patient' && (await catalog.labels('patient', uid)).some(isProtection))
      throw new IsocenterError('archive/protected', {
        study: `of file ${sha256.slice(0, 12)}`,
      });
    if (target === 'study') await requireUnprotected(catalog, [uid]);
    if (target === 'series') await requireUnprotected(catalog, await studiesOfSeries(catalog, uid));
  }
}

const isProtection = ({ name }: { readonly name: string }): boolean => name === protectedLabel;

async function studiesOfSeries(catalog: Pick<Catalog, 'instances'>, series: string): Promise<Set<string>> {
  const pages = catalog.instances(everything, { seriesInstanceUids: [series] });
  return new Set((await Array.fromAsync(pages)).flat().map(({ studyInstanceUid }) => studyInstanceUid));
}
