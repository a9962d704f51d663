import { IsocenterError } from '../base/index.ts';
import type { NiftiItem, NiftiSummary } from '../contract/index.ts';
import {
  type BrokenSeries,
  type ConvertAll,
  convertAll,
  type Engines,
  reportConversion,
  type SeriesFiles,
} from '../convert/index.ts';
import { BidsDataset } from './bids-dataset.ts';
import type { LockWait } from './dataset-lock.ts';
import { validateDataset } from './validate.ts';

export interface ConvertIntoDataset extends Omit<ConvertAll, 'nameOf'> {
  /** Absolute; made when it is not there. */
  readonly folder: string;
  /** Folders with programs, as in the environment variable PATH: the BIDS validator may be there. */
  readonly searchPath: string;
  /** How long others that work in it are waited for. */
  readonly lockTimes?: LockWait['times'];
}

/**
 * Converts series into a BIDS dataset, and names everything in it.
 * @throws IsocenterError `input/invalid` without sidecars, `dataset/mapping`, and what convert-all.ts and dataset-lock.ts throw
 */
export async function* convertIntoDataset(
  engines: Engines,
  all: Iterable<SeriesFiles> | AsyncIterable<SeriesFiles | BrokenSeries>,
  how: ConvertIntoDataset,
  about: Parameters<typeof reportConversion>[1],
): AsyncGenerator<NiftiItem, NiftiSummary, void> {
  requireSidecar(how.options);
  await using target = await BidsDataset.at(how.folder, { signal: how.signal, times: how.lockTimes });
  const named = convertAll(engines, all, { ...how, nameOf: (series) => target.nameOf(series) }, target);
  const report = reportConversion(named, about);
  const unnamed: Extract<NiftiItem, { kind: 'series' }>[] = [];
  for (;;) {
    const step = await report.next();
    if (step.done && how.dryRun) return step.value;
    if (step.done) {
      const dataset = await target.arrange();
      for (const item of unnamed) yield { ...item, files: await target.filesOf(item.seriesInstanceUid) };
      const hasChanged = step.value.converted + dataset.renamed > 0;
      const verdict = hasChanged ? await validateDataset(how.folder, how.searchPath, how.signal) : undefined;
      return { ...step.value, dataset: { ...dataset, ...(verdict ? { verdict } : {}) } };
    }
    // What a series is called depends on those that come after it.
    const isNamed = step.value.kind === 'progress' || how.dryRun || step.value.files.length === 0;
    if (isNamed) yield step.value;
    else unnamed.push(step.value as (typeof unnamed)[number]);
  }
}

/** BIDS asks for what only they say. @throws IsocenterError `input/invalid` */
export function requireSidecar({ sidecar }: ConvertAll['options']): void {
  if (sidecar === 'none')
    throw new IsocenterError('input/invalid', { reason: 'A BIDS dataset needs the sidecars of its images.' });
}
