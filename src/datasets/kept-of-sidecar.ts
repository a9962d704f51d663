/** What people write into sidecars, which no conversion knows: it is carried over when a series is converted again. */
import { readFile, writeFile } from 'node:fs/promises';
import { type Conversion, TARGET } from '../convert/index.ts';
import { diskError } from '../disks/index.ts';
import type { DatasetFolder } from './dataset-folder.ts';
import { type DatasetRecord, nameOfRecord, OWN_FOLDER, placeOnTheWay } from './dataset-record.ts';
import { objectIn } from './object-in.ts';
import type { PlannedSeries } from './plan-places.ts';

/** Of BIDS, and none that says who somebody is. */
const written = [
  ...['IntendedFor', 'B0FieldIdentifier', 'B0FieldSource', 'TaskName', 'TaskDescription', 'Instructions'],
  ...['CogAtlasID', 'CogPOID', 'NumberOfVolumesDiscardedByUser'],
] as const;

/** By what was added to the name of the file. */
type Kept = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What is kept while a series has no sidecars: between the old ones and the new ones. */
const NOTES = `${OWN_FOLDER}/kept`;
const noteOf = (seriesInstanceUid: string): string => `${NOTES}/${nameOfRecord({ seriesInstanceUid })}`;

/**
 * What people wrote, also when the program was ended while it made the sidecars anew the last time. It is noted in the dataset until
 * {@link forgetKept}. @throws IsocenterError what OutputFolder.writer throws
 */
export async function keptOf(
  folder: DatasetFolder,
  seriesInstanceUid: string,
  earlier: DatasetRecord | undefined,
): Promise<Kept> {
  const note = noteOf(seriesInstanceUid);
  const noted = (objectIn(await folder.read(note)) ?? {}) as Kept;
  const kept = { ...noted, ...(earlier ? await keptOfSidecars(folder, earlier) : {}) };
  if (Object.keys(kept).length > 0) await folder.write(note, `${JSON.stringify(kept)}\n`);
  return kept;
}

/** New sidecars say it. */
export const forgetKept = (folder: DatasetFolder, seriesInstanceUid: string): Promise<void> =>
  folder.remove(noteOf(seriesInstanceUid));

/** Forgets what was noted of series whose sidecars are where they belong. */
export async function tidyKept(folder: DatasetFolder, planned: readonly PlannedSeries[]): Promise<void> {
  const names = new Set(await folder.list(NOTES));
  if (names.size === 0) return;
  for (const { record, outputs } of planned) {
    const { seriesInstanceUid } = record.terms;
    if (!names.has(nameOfRecord(record.terms))) continue;
    const sidecars = await Promise.all(outputs.map(({ place }) => folder.mark(`${place}.json`)));
    if (sidecars.every((mark) => mark !== undefined)) await forgetKept(folder, seriesInstanceUid);
  }
}

/**
 * Of those that are there and say something. Where the program was ended while files moved, one may be on the way still: its place may
 * have the sidecar of another series then.
 */
async function keptOfSidecars(folder: DatasetFolder, { terms, outputs }: DatasetRecord): Promise<Kept> {
  const all = await Promise.all(
    outputs.map(async ({ added, place }) => {
      const onTheWay = await folder.read(`${placeOnTheWay(terms.seriesInstanceUid, added)}.json`);
      const said = objectIn(onTheWay ?? (await folder.read(`${place}.json`)));
      const kept = Object.entries(said ?? {}).filter(([key]) => (written as readonly string[]).includes(key));
      return kept.length === 0 ? [] : [[added, Object.fromEntries(kept)] as const];
    }),
  );
  return Object.fromEntries(all.flat());
}

/** Writes it into what was converted, before that has a place in the dataset. */
export async function addKept({ files }: Conversion, kept: Kept): Promise<void> {
  for (const { path, suffix, extension } of files) {
    const more = Object.hasOwn(kept, suffix) ? kept[suffix]! : {};
    if (extension !== '.json' || Object.keys(more).length === 0) continue;
    const said = objectIn(await readFile(path, 'utf8'));
    if (said) await write(path, { ...said, ...more });
  }
}

/** @throws IsocenterError `store/full`, `store/io` */
async function write(path: string, sidecar: object): Promise<void> {
  try {
    await writeFile(path, `${JSON.stringify(sidecar, undefined, '\t')}\n`);
  } catch (error) {
    throw diskError(error, TARGET);
  }
}
