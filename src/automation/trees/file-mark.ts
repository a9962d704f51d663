import type { Stats } from 'node:fs';
import { lstat } from 'node:fs/promises';

/**
 * How a file looks from outside: size and time of its last change. What somebody wrote in, or put in its place, looks
 * otherwise. undefined when there is none.
 */
export async function markOf(path: string): Promise<string | undefined> {
  try {
    return markOfStats(await lstat(path));
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

const markOfStats = (stats: Stats): string => `${stats.size}:${Math.round(stats.mtimeMs)}`;
