/** DICOM files of this machine become NIfTI files, without an archive. */
import { systemClock } from '../../base/index.ts';
import type { NiftiItem, NiftiSummary } from '../../contract/index.ts';
import {
  type ConvertInto,
  convertInto,
  findEngines,
  groupBySeries,
  reportConversion,
} from '../../convert/index.ts';
import { convertIntoDataset } from '../../datasets/index.ts';
import { findDicomFiles } from '../../media/index.ts';

/** @param into with whether the folder is a BIDS dataset, and with the folders where programs are, as in the environment variable PATH */
export async function* convertPaths(
  paths: readonly string[],
  { searchPath, bids, ...into }: ConvertInto & { readonly searchPath: string; readonly bids: boolean },
): AsyncGenerator<NiftiItem, NiftiSummary, void> {
  const { series } = await groupBySeries(dicomFilesIn(paths));
  const total = series.reduce((sum, { files }) => sum + files.length, 0);
  const engines = await findEngines(searchPath);
  const about = { folder: into.folder, total, clock: systemClock };
  if (bids) return yield* convertIntoDataset(engines, series, { ...into, searchPath }, about);
  return yield* reportConversion(convertInto(engines, series, into), about);
}

/** What lies inside of images of discs has no path. */
async function* dicomFilesIn(paths: readonly string[]): AsyncGenerator<string> {
  const known = new Set<string>();
  for (const path of paths) {
    for await (const found of findDicomFiles(path)) {
      if (found.kind !== 'dicom' || found.content || known.has(found.path)) continue;
      known.add(found.path);
      yield found.path;
    }
  }
}
