import { type BrokenSeries, type ConvertAll, convertAll, type SeriesOutcome } from './convert-all.ts';
import type { Engines } from './engine.ts';
import { NiftiFolder } from './nifti-folder.ts';
import type { SeriesFiles } from './series-files.ts';

export interface ConvertInto extends ConvertAll {
  /** Absolute; made when it is not there. */
  readonly folder: string;
}

/** Converts series into a folder; see convert-all.ts. */
export async function* convertInto(
  engines: Engines,
  all: Iterable<SeriesFiles> | AsyncIterable<SeriesFiles | BrokenSeries>,
  { folder, ...how }: ConvertInto,
): AsyncGenerator<SeriesOutcome, void, void> {
  await using target = await NiftiFolder.at(folder);
  yield* convertAll(engines, all, how, target);
}
