import { link, lstat, rename, unlink } from 'node:fs/promises';
import type { InTurn } from '../../base/index.ts';
import { isGoneOrStale } from './is-gone.ts';

/**
 * Moves a file where nothing is. False when something is there: it is never overwritten. A link says so in one step; where
 * a share knows no links, or not of files of others, it is looked at first, in turn so that no two choose the same.
 */
export async function moveIfFree(from: string, to: string, inTurn: InTurn): Promise<boolean> {
  try {
    await link(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    return await inTurn(() => renameIfFree(from, to));
  }
  await unlink(from);
  return true;
}

async function renameIfFree(from: string, to: string): Promise<boolean> {
  try {
    await lstat(to);
    return false;
  } catch (error) {
    if (!isGoneOrStale(error)) throw error;
  }
  await rename(from, to);
  return true;
}
