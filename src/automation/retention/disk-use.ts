import type { Archive } from '../../archive/index.ts';
import { type Actor, everything } from '../../contract/index.ts';
import type { Retention } from './retention.ts';

export interface DiskUse {
  readonly totalBytes: number;
  /** Without what waits in the trash. */
  readonly usedBytes: number;
}

/** Entries of the trash that are counted. */
const MAXIMUM_ENTRIES = 100_000;

/** What is used of the disk of the data directory, apart from what will be free once the trash is emptied. */
export async function diskUse(archive: Pick<Archive, 'space' | 'trash'>, actor: Actor): Promise<DiskUse> {
  const [{ free, total }, entries] = await Promise.all([
    archive.space(),
    archive.trash(actor, everything, MAXIMUM_ENTRIES),
  ]);
  const inTrash = entries.reduce((sum, { bytes }) => sum + bytes, 0);
  return { totalBytes: total, usedBytes: Math.max(0, total - free - inTrash) };
}

/** How much is to go: everything that may where there are no marks, nothing while the disk is not full enough. */
export function bytesToFree({ marks }: Retention, { totalBytes, usedBytes }: DiskUse): number {
  if (!marks) return Number.POSITIVE_INFINITY;
  if (usedBytes <= (totalBytes * marks.high) / 100) return 0;
  return usedBytes - (totalBytes * marks.low) / 100;
}

export const percentOf = ({ usedBytes, totalBytes }: DiskUse): number =>
  totalBytes === 0 ? 0 : Math.round((usedBytes / totalBytes) * 1_000) / 10;
