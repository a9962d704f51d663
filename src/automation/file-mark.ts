import { lstat } from 'node:fs/promises';
import { isGone } from '../base/index.ts';

/**
 * How a file looks from outside: size and time of its last change. What somebody wrote in, or put in its place, looks
 * otherwise. undefined when there is none.
 */
export async function markOf(path: string): Promise<string | undefined> {
  try {
    const { size, mtime: modified } = await lstat(path);
    return markOfStat({ size, modified });
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** @param size bytes */
export const markOfStat = ({ size, modified }: { readonly size: number; readonly modified: Date }): string =>
  `${size}:${modified.getTime()}`;
