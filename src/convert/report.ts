import type { Clock } from '../base/index.ts';
import {
  type ConvertedSeries,
  maxTroublesInSummary,
  type NiftiItem,
  type NiftiSummary,
  problemOf,
  type SeriesState,
} from '../contract/index.ts';
import type { SeriesOutcome } from './convert-all.ts';

export interface Conversions {
  /** Where they go; nothing when the archive keeps them. */
  readonly folder?: string;
  /** Images of all series. */
  readonly total: number;
  readonly clock: Clock;
}

/** What conversions tell while they run, and in the end. */
export async function* reportConversion(
  outcomes: AsyncIterable<SeriesOutcome>,
  { folder, total, clock }: Conversions,
): AsyncGenerator<NiftiItem, NiftiSummary, void> {
  const started = clock.monotonic();
  const counts: Record<SeriesState, number> = { converted: 0, current: 0, planned: 0, nothing: 0, failed: 0 };
  const failures: ConvertedSeries[] = [];
  let done = 0;
  let files = 0;
  for await (const outcome of outcomes) {
    const series = told(outcome);
    counts[series.state]++;
    done += outcome.instances;
    if (series.state === 'converted') files += series.files.length;
    if (series.state === 'failed' && failures.length < maxTroublesInSummary) failures.push(series);
    yield { kind: 'series', ...series };
    yield { kind: 'progress', done, total: Math.max(total, done) };
  }
  return {
    ...(folder === undefined ? {} : { folder }),
    ...counts,
    files,
    seconds: (clock.monotonic() - started) / 1000,
    failures,
  };
}

function told({ seriesInstanceUid, state, files, warnings, failure }: SeriesOutcome): ConvertedSeries {
  return {
    ...{ seriesInstanceUid, state, files: [...files], warnings: [...warnings] },
    ...(failure ? { reason: problemOf(failure) } : {}),
  };
}
