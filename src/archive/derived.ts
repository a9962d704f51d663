import { createHash } from 'node:crypto';
import { asIsocenterError } from '../base/index.ts';
import type { SeriesIdentity } from '../catalog/index.ts';
import type { BlobStore } from '../store/index.ts';

/**
 * What was made of a series so that it can be given quickly. All of `cache/` can be thrown away: whoever misses something
 * makes it again. It goes with the series when that is purged.
 */
export async function readDerived(
  store: BlobStore,
  series: SeriesIdentity,
  name: string,
): Promise<Uint8Array | undefined> {
  try {
    return await store.readAll(`${folderOf(series)}/${name}`);
  } catch (error) {
    if (asIsocenterError(error).code === 'store/not-found') return undefined;
    throw error;
  }
}

export async function keepDerived(
  store: BlobStore,
  series: SeriesIdentity,
  name: string,
  bytes: Uint8Array,
): Promise<void> {
  await store.putFile(`${folderOf(series)}/${name}`, bytes);
}

/** Removes all that was made of a series. */
export async function dropDerived(store: BlobStore, series: SeriesIdentity): Promise<void> {
  for await (const { key } of store.list(folderOf(series))) await store.remove(key);
}

function folderOf({ studyInstanceUid, seriesInstanceUid }: SeriesIdentity): string {
  const hash = createHash('sha256').update(`${studyInstanceUid}\\${seriesInstanceUid}`).digest('hex');
  return `cache/series/${hash.slice(0, 2)}/${hash.slice(2, 42)}`;
}
