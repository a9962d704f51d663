import { asIsocenterError, type ErrorCode, IsocenterError } from '../base/index.ts';
import type { ConversionOptions, EngineKind, SeriesState } from '../contract/index.ts';
import { type Conversion, convertSeries } from './convert-series.ts';
import { chooseEngine, type Engines } from './engine.ts';
import { type ConversionTerms, termsOf } from './nifti-record.ts';
import type { SeriesFiles } from './series-files.ts';

export interface ConvertAll {
  /** Folders and name, without its end: dcm2niix adds what tells the files of a series apart. */
  readonly nameOf: (series: SeriesFiles) => readonly string[];
  readonly options: ConversionOptions;
  /** Only this one; otherwise the best that there is. */
  readonly engine?: EngineKind | undefined;
  /** Says what would be done. */
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
}

/** Where conversions go. In a dry run nothing but `current` is called. */
export interface ConversionTarget<Series extends SeriesFiles = SeriesFiles> {
  /** Files of an earlier conversion, where all are there as they were made, and one on these terms would come to the same. */
  current(terms: ConversionTerms, series: Series): Promise<readonly string[] | undefined>;
  /** A folder for what is on the way. */
  scratch(): Promise<string>;
  /** Puts files in their place instead of those of an earlier conversion. @param name folders and name, safe ones @returns what the files are called there */
  put(
    conversion: Conversion,
    terms: ConversionTerms,
    name: readonly string[],
    series: Series,
  ): Promise<readonly string[]>;
}

export interface SeriesOutcome {
  readonly seriesInstanceUid: string;
  /** Images of it. */
  readonly instances: number;
  readonly state: SeriesState;
  /** What they are called in the target. Of a dry run: the name that files would begin with. */
  readonly files: readonly string[];
  /** What dcm2niix complained of. */
  readonly warnings: readonly string[];
  /** Why it failed, or why there is nothing. */
  readonly failure?: IsocenterError;
}

/** A series that cannot be converted, whatever dcm2niix would say. */
export interface BrokenSeries {
  readonly seriesInstanceUid: string;
  readonly instances: number;
  readonly failure: IsocenterError;
}

/**
 * Converts series one after the other. What fails is told and the rest goes on.
 * @throws IsocenterError `cancelled`, and what the target throws that would meet every other series too: that somebody works in it
 * (`dataset/busy`), or what becomes of its disk (`store/...`)
 */
export async function* convertAll<Series extends SeriesFiles>(
  engines: Engines,
  all: Iterable<Series> | AsyncIterable<Series | BrokenSeries>,
  how: ConvertAll,
  target: ConversionTarget<Series>,
): AsyncGenerator<SeriesOutcome, void, void> {
  for await (const series of all) {
    if (how.signal.aborted) throw new IsocenterError('cancelled');
    if ('failure' in series) yield unconverted(series, series.failure);
    else yield await convertOne(engines, series, how, target, how.nameOf(series));
  }
}

async function convertOne<Series extends SeriesFiles>(
  engines: Engines,
  series: Series,
  how: ConvertAll,
  target: ConversionTarget<Series>,
  name: readonly string[],
): Promise<SeriesOutcome> {
  const { seriesInstanceUid, files } = series;
  const instances = files.length;
  const outcome = { seriesInstanceUid, instances, warnings: [] };
  try {
    const engine = await chooseEngine(engines, bytesOf(series), how.engine);
    const terms = termsOf(series, engine, how.options, name.join('/'));
    const current = await target.current(terms, series);
    if (current) return { ...outcome, state: 'current', files: current };
    if (how.dryRun) return { ...outcome, state: 'planned', files: [terms.name] };
    const { options, signal } = how;
    await using conversion = await convertSeries(engine, {
      ...{ files: files.map(({ path }) => path), parent: await target.scratch(), options, signal },
    });
    const { warnings } = conversion;
    return {
      ...outcome,
      state: 'converted',
      files: await target.put(conversion, terms, name, series),
      warnings,
    };
  } catch (error) {
    return unconverted(outcome, failureOf(error));
  }
}

function unconverted(
  { seriesInstanceUid, instances }: Pick<BrokenSeries, 'seriesInstanceUid' | 'instances'>,
  failure: IsocenterError,
): SeriesOutcome {
  const state = failure.code === 'convert/nothing' ? 'nothing' : 'failed';
  return { seriesInstanceUid, instances, state, files: [], warnings: [], failure };
}

const bytesOf = ({ files }: SeriesFiles): number => files.reduce((sum, { bytes }) => sum + bytes, 0);

const ofAll: ReadonlySet<ErrorCode> = new Set(['cancelled', 'dataset/busy'] as const);

/** What is wrong with one series. Throws what would meet every other one too. */
function failureOf(error: unknown): IsocenterError {
  const failure = asIsocenterError(error);
  if (ofAll.has(failure.code) || failure.code.startsWith('store/')) throw failure;
  return failure;
}
