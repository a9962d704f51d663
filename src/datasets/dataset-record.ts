import { createHash } from 'node:crypto';
import { z } from 'zod';
import { IsocenterError, inParallel, jsonIn } from '../base/index.ts';
import { engineKind } from '../contract/index.ts';
import { outputExtensions } from '../convert/index.ts';
import type { DatasetFolder } from './dataset-folder.ts';
import { datasetLimits } from './limits.ts';

/** In the dataset, for programs: a JSON file for each series, and files on their way to a name. */
export const OWN_FOLDER = '.isocenter-bids';
const RECORDS = `${OWN_FOLDER}/series`;
const ON_THE_WAY = `${OWN_FOLDER}/files`;

/** Below the folder, without an end. Records are files like others, so they may say anything. */
export const placeInDataset = z
  .string()
  .max(1_024)
  .refine((path) => path.split('/').every((part) => part !== '' && part !== '.' && part !== '..'));
const label = z.string().regex(/^[A-Za-z0-9]{1,64}$/);

const output = z.object({
  /** What dcm2niix added to its name. */
  added: z.string().regex(/^[^/\\\0]{0,64}$/),
  place: placeInDataset,
  /** Where the files were before those of a new conversion came, which have no place yet. */
  was: placeInDataset.optional(),
  files: z.array(
    z.object({ extension: z.enum(outputExtensions), bytes: z.number(), modifiedMs: z.number() }),
  ),
});

const record = z.object({
  /** How it was made; see convert/nifti-record.ts. */
  terms: z.object({
    seriesInstanceUid: z.string(),
    instances: z.number(),
    source: z.string(),
    engine: z.object({ kind: engineKind, version: z.string() }),
    options: z.record(z.string(), z.unknown()),
    name: z.string(),
  }),
  /** Of the patient, to know him again. */
  patient: z.string(),
  study: z.string(),
  /** As they are called unless a table says otherwise. */
  subject: label,
  session: label,
  /** Date and time as DICOM has them. */
  measured: z.string(),
  number: z.number(),
  facts: z.object({
    modality: z.string(),
    protocolName: z.string(),
    seriesDescription: z.string(),
    imageType: z.array(z.string()),
    volumes: z.number(),
    hasDiffusion: z.boolean(),
    phaseDirection: z.string().optional(),
  }),
  outputs: z.array(output),
});

/** A series in a dataset: what it was made of, what is known of it, where its files are. */
export type DatasetRecord = z.output<typeof record>;
export type DatasetOutput = z.output<typeof output>;

/** The same for one series, whatever stands in place of its UID in damaged files. */
export const shortHash = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 16);

/** Where files of a series are while they have no other place. */
export const placeOnTheWay = (seriesInstanceUid: string, added: string): string =>
  `${ON_THE_WAY}/${shortHash(seriesInstanceUid)}${added}`;

/** Of files that are there. */
export const namesOnTheWay = (folder: DatasetFolder): Promise<string[]> => folder.list(ON_THE_WAY);

/** The file that a series is noted in. */
export const nameOfRecord = ({
  seriesInstanceUid,
}: Pick<DatasetRecord['terms'], 'seriesInstanceUid'>): string => `${shortHash(seriesInstanceUid)}.json`;

/**
 * All series of a dataset. A record that cannot be understood counts as none: its series is converted again.
 * @param known names of files that are passed over @throws IsocenterError `convert/limit`
 */
export async function readRecords(
  folder: DatasetFolder,
  known: ReadonlySet<string> = new Set(),
): Promise<DatasetRecord[]> {
  const names = await folder.list(RECORDS);
  if (names.length > datasetLimits.series)
    throw new IsocenterError('convert/limit', {
      what: 'Number of series in the dataset',
      value: names.length,
      limit: datasetLimits.series,
    });
  const all = await Array.fromAsync(
    inParallel(
      names.filter((name) => !known.has(name)),
      READING,
      (name) => read(folder, name),
    ),
  );
  return all.filter((one) => one !== undefined);
}

const READING = 16;

/** That of one series. */
export const readRecord = (folder: DatasetFolder, seriesInstanceUid: string) =>
  read(folder, nameOfRecord({ seriesInstanceUid }));

async function read(folder: DatasetFolder, name: string): Promise<DatasetRecord | undefined> {
  const text = await folder.read(`${RECORDS}/${name}`, datasetLimits.recordBytes);
  return record.safeParse(jsonIn(text ?? '')).data;
}

export const writeRecord = (folder: DatasetFolder, made: DatasetRecord): Promise<void> =>
  folder.write(`${RECORDS}/${nameOfRecord(made.terms)}`, `${JSON.stringify(made, undefined, 2)}\n`);

/** Where people know an output by. */
export const knownPlace = ({ place, was }: DatasetOutput): string => was ?? place;

/** The record with the places that its files have, or are about to have. */
export const placed = (
  made: DatasetRecord,
  outputs: readonly { readonly output: DatasetOutput; readonly place: string }[],
): DatasetRecord => ({
  ...made,
  outputs: outputs.map(({ output: { was: _, ...output }, place }) => ({ ...output, place })),
});
