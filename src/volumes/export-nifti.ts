import { resolve } from 'node:path';
import type { Archive, Selector } from '../archive/index.ts';
import { type Clock, IsocenterError } from '../base/index.ts';
import type { Actor, NiftiItem, NiftiSummary, Scope } from '../contract/index.ts';
import { type ConvertInto, convertInto, findEngines, reportConversion } from '../convert/index.ts';
import { convertIntoDataset, shortWait } from '../datasets/index.ts';
import { seriesOf } from './series-of.ts';

export interface VolumesParts {
  readonly archive: Archive;
  readonly clock: Clock;
  /** Folders with programs, as in the environment variable PATH. */
  readonly searchPath: string;
}

export interface ExportNifti extends Omit<ConvertInto, 'signal'> {
  /** The folder is a BIDS dataset, and names are those of BIDS. */
  readonly bids: boolean;
  readonly selection: readonly Selector[];
}

/**
 * Converts series of the archive into a folder. dcm2niix reads the stored files where they lie. What fails is told and the rest goes on.
 * @throws IsocenterError `archive/not-found` when nothing is selected, and what convertInto and convertIntoDataset throw
 */
export async function* exportNifti(
  { archive, clock, searchPath }: VolumesParts,
  actor: Actor,
  scope: Scope,
  request: ExportNifti,
  signal: AbortSignal,
): AsyncGenerator<NiftiItem, NiftiSummary, void> {
  const total = await archive.count(actor, scope, request.selection);
  if (total === 0) throw new IsocenterError('archive/not-found', { what: 'instance in this selection' });
  const folder = request.dryRun
    ? resolve(request.folder)
    : await archive.exportFolder(actor, scope, request.folder);
  const engines = await findEngines(searchPath);
  const series = seriesOf(archive, actor, scope, request.selection);
  const how = { ...request, folder, signal };
  const about = { folder, total, clock };
  // A job that waits keeps others from their turn, and is tried again.
  const into = { ...how, searchPath, lockTimes: shortWait };
  if (request.bids) return yield* convertIntoDataset(engines, series, into, about);
  return yield* reportConversion(convertInto(engines, series, how), about);
}
