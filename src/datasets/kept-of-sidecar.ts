/** What people write into sidecars, which no conversion knows: it is carried over when a series is converted again. */
import { readFile, writeFile } from 'node:fs/promises';
import { type Conversion, TARGET } from '../convert/index.ts';
import { diskError } from '../disks/index.ts';
import type { DatasetFolder } from './dataset-folder.ts';
import type { DatasetRecord } from './dataset-record.ts';

/** Of BIDS, and none that says who somebody is. */
const written = [
  ...['IntendedFor', 'B0FieldIdentifier', 'B0FieldSource', 'TaskName', 'TaskDescription', 'Instructions'],
  ...['CogAtlasID', 'CogPOID', 'NumberOfVolumesDiscardedByUser'],
] as const;

/** By what was added to the name of the file. */
type Kept = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export async function keptOfSidecar(folder: DatasetFolder, { outputs }: DatasetRecord): Promise<Kept> {
  const all = await Promise.all(
    outputs.map(async ({ added, place }) => {
      const said = objectIn((await folder.read(`${place}.json`)) ?? '');
      const kept = Object.entries(said ?? {}).filter(([key]) => (written as readonly string[]).includes(key));
      return [added, Object.fromEntries(kept)] as const;
    }),
  );
  return Object.fromEntries(all);
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

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
