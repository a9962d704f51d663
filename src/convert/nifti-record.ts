import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type ConversionOptions, engineKind } from '../contract/index.ts';
import type { Engine } from './engine.ts';
import type { SeriesFiles } from './series-files.ts';

/** Beside the files, below the folder that they are written to: a JSON file for each series, for who asks where a file came from. */
export const RECORD_FOLDER = '.isocenter-nifti';

const file = z.object({
  /** Below the folder, with slashes. */
  path: z.string(),
  bytes: z.number(),
  modifiedMs: z.number(),
});

const record = z.object({
  seriesInstanceUid: z.string(),
  instances: z.number(),
  /** Changes with any of the instances, and with how many there are. */
  source: z.string(),
  engine: z.object({ kind: engineKind, version: z.string() }),
  options: z.record(z.string(), z.unknown()),
  /** As the template says it, without what makes it unique. */
  name: z.string(),
  files: z.array(file),
  warnings: z.array(z.string()),
});

/** How a series became files. */
export type NiftiRecord = z.output<typeof record>;
export type RecordedFile = z.output<typeof file>;

/** What a conversion would be made from, and how: equal for two when the second would come to the same. */
export type ConversionTerms = Omit<NiftiRecord, 'files' | 'warnings'>;

export function termsOf(
  { seriesInstanceUid, files }: SeriesFiles,
  engine: Engine,
  options: ConversionOptions,
  name: string,
): ConversionTerms {
  const hash = createHash('sha256');
  for (const { fingerprint } of files) hash.update(`${fingerprint}\n`);
  const { kind, version } = engine;
  return {
    ...{ seriesInstanceUid, instances: files.length, source: hash.digest('hex') },
    ...{ engine: { kind, version }, options: { ...options }, name },
  };
}

export const isSameConversion = (made: ConversionTerms, terms: ConversionTerms): boolean =>
  JSON.stringify(inOrder(made)) === JSON.stringify(inOrder(terms));

const inOrder = ({ seriesInstanceUid, instances, source, engine, options, name }: ConversionTerms) => [
  ...[seriesInstanceUid, instances, source, engine.kind, engine.version, name],
  Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1)),
];

/** Where the record of a series lies. */
export function recordPath(root: string, seriesInstanceUid: string): string {
  // Damaged files have anything in place of a UID.
  const name = /^[0-9][0-9.]{0,63}$/.test(seriesInstanceUid)
    ? seriesInstanceUid
    : createHash('sha256').update(seriesInstanceUid).digest('hex');
  return join(root, RECORD_FOLDER, `${name}.json`);
}

/** Undefined where there is none, or one that cannot be understood: then the series counts as never converted. */
export async function readRecord(root: string, seriesInstanceUid: string): Promise<NiftiRecord | undefined> {
  try {
    return record.parse(JSON.parse(await readFile(recordPath(root, seriesInstanceUid), 'utf8')));
  } catch {
    return undefined;
  }
}
