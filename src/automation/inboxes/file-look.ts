import type { Stats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { markOfStat } from '../file-mark.ts';
import { isGoneOrStale } from './is-gone.ts';

/** A file as it lies in an inbox. */
export interface FileLook {
  /** Size and time of its last change. What is remembered of it, as numbers of files may change when a share is mounted again. */
  readonly mark: string;
  readonly bytes: number;
  readonly ino: number;
}

export const lookOf = ({ size, mtime, ino }: Stats): FileLook => ({
  mark: markOfStat({ size, modified: mtime }),
  bytes: size,
  ino,
});

export const looksSo = (stats: Stats, { mark, ino }: FileLook): boolean =>
  stats.isFile() && stats.ino === ino && lookOf(stats).mark === mark;

/** Whether it is still this very file, unchanged. */
export async function isStill(path: string, look: FileLook): Promise<boolean> {
  try {
    return looksSo(await lstat(path), look);
  } catch (error) {
    if (isGoneOrStale(error)) return false;
    throw error;
  }
}
