import type { Archive } from '../../archive/index.ts';
import { IsocenterError } from '../../base/index.ts';
import type { Retention } from './retention.ts';

export interface DiskUse {
  readonly totalBytes: number;
  /** Without what waits in the trash. */
  readonly usedBytes: number;
  readonly trash: {
    readonly all: number;
    /** Kept long enough: a person may purge it. */
    readonly past: number;
  };
}

/** What is used of the disk of the data directory, apart from what will be free once the trash is emptied. */
export async function diskUse(archive: Pick<Archive, 'space' | 'trashBytes'>): Promise<DiskUse> {
  const [{ free, total }, trash] = await Promise.all([archive.space(), archive.trashBytes()]);
  return { totalBytes: total, usedBytes: Math.max(0, total - free - trash.all), trash };
}

/** How much is to go: everything that may where there are no marks, nothing while the disk is not full enough. */
export function bytesToFree({ marks }: Retention, { totalBytes, usedBytes }: DiskUse): number {
  if (!marks) return Number.POSITIVE_INFINITY;
  if (usedBytes <= (totalBytes * marks.high) / 100) return 0;
  return usedBytes - (totalBytes * marks.low) / 100;
}

/** What only a person can do about a disk that is too full: nothing empties the trash by itself. */
export function trashInTheWay(
  { marks }: Retention,
  { totalBytes, usedBytes, trash }: DiskUse,
): IsocenterError | undefined {
  const isTooFull = marks !== undefined && usedBytes + trash.all > (totalBytes * marks.high) / 100;
  if (!isTooFull || trash.past === 0) return undefined;
  const gigabytes = Math.ceil(trash.past / 1e8) / 10;
  return new IsocenterError('retention/purge', { gigabytes });
}

export const percentOf = ({ usedBytes, totalBytes }: DiskUse): number =>
  totalBytes === 0 ? 0 : Math.round((usedBytes / totalBytes) * 1_000) / 10;
