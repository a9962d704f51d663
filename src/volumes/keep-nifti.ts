import type { Selector } from '../archive/index.ts';
import { IsocenterError } from '../base/index.ts';
import type { Actor, NiftiItem, NiftiSummary, Scope } from '../contract/index.ts';
import {
  type ConvertAll,
  convertAll,
  findEngines,
  namesOfTemplate,
  reportConversion,
} from '../convert/index.ts';
import type { VolumesParts } from './export-nifti.ts';
import { KeptVolumes } from './kept-volumes.ts';
import { seriesOf } from './series-of.ts';

export interface KeepNifti extends Omit<ConvertAll, 'signal' | 'nameOf'> {
  /** The last name of it counts; see naming/template.ts. */
  readonly template: string;
  readonly selection: readonly Selector[];
}

/**
 * Converts series and keeps what comes of it beside them, with what it was made from.
 * @throws IsocenterError `archive/not-found` when nothing is selected, `archive/forbidden`, `input/invalid`, `cancelled`, `store/full`, `store/io`
 */
export async function* keepNifti(
  { archive, clock, searchPath }: VolumesParts,
  actor: Actor,
  scope: Scope,
  request: KeepNifti,
  signal: AbortSignal,
): AsyncGenerator<NiftiItem, NiftiSummary, void> {
  const total = await archive.count(actor, scope, request.selection);
  if (total === 0) throw new IsocenterError('archive/not-found', { what: 'instance in this selection' });
  const engines = await findEngines(searchPath);
  const series = seriesOf(archive, actor, scope, request.selection);
  await using target = new KeptVolumes(archive, clock, actor, scope);
  const how = { ...request, nameOf: namesOfTemplate(request.template), signal };
  return yield* reportConversion(convertAll(engines, series, how, target), {
    ...{ total, clock },
  });
}
