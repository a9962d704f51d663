/** What people write into sidecars, which no conversion knows: it is carried over when a series is converted again. */
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
      const said = await readObject(folder, `${place}.json`);
      const kept = Object.entries(said ?? {}).filter(([key]) => (written as readonly string[]).includes(key));
      return [added, Object.fromEntries(kept)] as const;
    }),
  );
  return Object.fromEntries(all);
}

export async function withKept(folder: DatasetFolder, { outputs }: DatasetRecord, kept: Kept): Promise<void> {
  for (const { added, place } of outputs) {
    const more = Object.hasOwn(kept, added) ? kept[added]! : {};
    if (Object.keys(more).length === 0) continue;
    const said = await readObject(folder, `${place}.json`);
    if (said)
      await folder.write(`${place}.json`, `${JSON.stringify({ ...said, ...more }, undefined, '\t')}\n`);
  }
}

async function readObject(folder: DatasetFolder, path: string): Promise<Record<string, unknown> | undefined> {
  try {
    const value: unknown = JSON.parse((await folder.read(path)) ?? '');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
