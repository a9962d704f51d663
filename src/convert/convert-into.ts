import { realpath } from 'node:fs/promises';
import { asIsocenterError, IsocenterError } from '../base/index.ts';
import type { ConversionOptions, EngineKind, SeriesState } from '../contract/index.ts';
import type { Dataset } from '../dicom/index.ts';
import { parseNameTemplate, valueForNames } from '../naming/index.ts';
import { convertSeries } from './convert-series.ts';
import { chooseEngine, type Engines } from './engine.ts';
import { NiftiFolder } from './nifti-folder.ts';
import { readRecord, termsOf } from './nifti-record.ts';
import { isCurrent } from './recorded-files.ts';
import type { SeriesFiles } from './series-files.ts';

export interface ConvertInto {
  /** Absolute; made when it is not there. */
  readonly folder: string;
  /** Names without their ends: dcm2niix adds what tells the files of a series apart. See naming/template.ts. */
  readonly template: string;
  readonly options: ConversionOptions;
  /** Only this one; otherwise the best that there is. */
  readonly engine?: EngineKind | undefined;
  /** Says what would be done. */
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
}

export interface SeriesOutcome {
  readonly seriesInstanceUid: string;
  /** Images of it. */
  readonly instances: number;
  readonly state: SeriesState;
  /** Below the folder. Of a dry run: the name that files would begin with. */
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
 * Converts series one after the other into a folder. What fails is told and the rest goes on.
 * @throws IsocenterError `input/invalid` for a template that cannot be used, `cancelled`, `store/full`, `store/io`
 */
export async function* convertInto(
  engines: Engines,
  all: Iterable<SeriesFiles> | AsyncIterable<SeriesFiles | BrokenSeries>,
  into: ConvertInto,
): AsyncGenerator<SeriesOutcome, void, void> {
  const nameOf = namesOf(into.template);
  const root = await realpath(into.folder).catch(() => into.folder);
  await using target = into.dryRun ? undefined : await NiftiFolder.open(into.folder);
  for await (const series of all) {
    if (into.signal.aborted) throw new IsocenterError('cancelled');
    yield await convertOne({ engines, into, root, target, nameOf }, series);
  }
}

interface Run {
  readonly engines: Engines;
  readonly into: ConvertInto;
  /** Without symbolic links, once it is there. */
  readonly root: string;
  /** Undefined in a dry run. */
  readonly target: NiftiFolder | undefined;
  /** Folders and name of a series. */
  readonly nameOf: (header: Dataset) => readonly string[];
}

async function convertOne(run: Run, series: SeriesFiles | BrokenSeries): Promise<SeriesOutcome> {
  const { seriesInstanceUid } = series;
  if ('failure' in series) return unconverted(series, series.failure);
  const instances = series.files.length;
  try {
    return { seriesInstanceUid, instances, warnings: [], ...(await filesOf(run, series)) };
  } catch (error) {
    return unconverted({ seriesInstanceUid, instances }, failureOf(error));
  }
}

function unconverted(
  { seriesInstanceUid, instances }: Pick<BrokenSeries, 'seriesInstanceUid' | 'instances'>,
  failure: IsocenterError,
): SeriesOutcome {
  const state = failure.code === 'convert/nothing' ? 'nothing' : 'failed';
  return { seriesInstanceUid, instances, state, files: [], warnings: [], failure };
}

async function filesOf(
  { engines, into, root, target, nameOf }: Run,
  series: SeriesFiles,
): Promise<Pick<SeriesOutcome, 'state' | 'files'> & Partial<SeriesOutcome>> {
  const { options, signal } = into;
  const name = nameOf(series.header);
  const engine = await chooseEngine(engines, bytesOf(series), into.engine);
  const terms = termsOf(series, engine, options, name.join('/'));
  const earlier = await readRecord(root, series.seriesInstanceUid);
  if (earlier && (await isCurrent(root, earlier, terms)))
    return { state: 'current', files: earlier.files.map(({ path }) => path) };
  if (!target) return { state: 'planned', files: [terms.name] };
  const files = series.files.map(({ path }) => path);
  await using conversion = await convertSeries(engine, { files, options, parent: target.scratch, signal });
  const written = await target.put(conversion, await target.choose(name, earlier), terms);
  return { state: 'converted', files: written, warnings: conversion.warnings };
}

const bytesOf = ({ files }: SeriesFiles): number => files.reduce((sum, { bytes }) => sum + bytes, 0);

/** What is wrong with one series. Throws what would meet every other one too. */
function failureOf(error: unknown): IsocenterError {
  const failure = asIsocenterError(error);
  if (failure.code === 'cancelled' || failure.code.startsWith('store/')) throw failure;
  return failure;
}

/** Folders and name of a series. */
function namesOf(template: string): Run['nameOf'] {
  const names = parseNameTemplate(template.replace(/\.nii(\.gz)?$/i, ''));
  return (header) => names.render((path) => valueForNames(header, path));
}
