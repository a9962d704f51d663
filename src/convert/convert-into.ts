import { type BrokenSeries, type ConvertAll, convertAll, type SeriesOutcome } from './convert-all.ts';
import type { Engines } from './engine.ts';
import { NiftiFolder } from './nifti-folder.ts';
import type { SeriesFiles } from './series-files.ts';
import { namesOfTemplate } from './template-names.ts';

export interface ConvertInto extends Omit<ConvertAll, 'nameOf'> {
  /** See naming/template.ts. */
  readonly template: string;
  /** Absolute; made when it is not there. */
  readonly folder: string;
}

/** Converts series into a folder; see convert-all.ts. @throws IsocenterError `input/invalid` for a template that cannot be used, and what that throws */
export async function* convertInto(
  engines: Engines,
  all: Iterable<SeriesFiles> | AsyncIterable<SeriesFiles | BrokenSeries>,
  { folder, template, ...how }: ConvertInto,
): AsyncGenerator<SeriesOutcome, void, void> {
  await using target = await NiftiFolder.at(folder);
  yield* convertAll(engines, all, { ...how, nameOf: namesOfTemplate(template) }, target);
}
