import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { errnoOf } from '../disks/index.ts';
import type { BlobStat } from './blob-store.ts';
import { hashFile } from './file-reading.ts';

/** How a file outside the store gets the bytes of a blob. A copy shares its blocks where the file system can do that. */
export type PlacedForm = 'copy' | 'hard link' | 'symbolic link';

/** Copies on their way have names that begin so; a crash leaves them. */
export const PLACING_PREFIX = '.isocenter-placing-';

const NO_HARD_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/**
 * Makes `target`, whole or not at all, and says how it looks. undefined when something is there already, which stays as it is.
 * @param head what a copy begins with instead of as many bytes of the source
 */
export async function placeFile(
  source: string,
  target: string,
  form: PlacedForm,
  head: Uint8Array,
): Promise<BlobStat | undefined> {
  try {
    if (form === 'hard link') return linkAtOnce(source, target);
    if (form === 'copy') await placeCopy(source, target, head);
    else await fs.promises.symlink(source, target);
    return statOf(await fs.promises.lstat(target));
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return undefined;
    throw error;
  }
}

export const statOf = ({ size, mtime, nlink }: fs.Stats): BlobStat => ({
  ...{ size, modified: mtime, linkCount: nlink },
});

/** It is on the file system of the store, where names are made at once everywhere else, too: to have it done elsewhere and to wait takes five times as long. */
function linkAtOnce(source: string, target: string): BlobStat {
  fs.linkSync(source, target);
  return statOf(fs.lstatSync(source));
}

/** Whether a file is what `placeFile` made of this source, in whatever form. */
export async function isPlaced(source: string, target: string, head: Uint8Array): Promise<boolean> {
  const there = await fs.promises.lstat(target).catch(() => undefined);
  if (there?.isSymbolicLink()) return (await fs.promises.readlink(target)) === source;
  if (!there?.isFile()) return false;
  const stored = await fs.promises.stat(source);
  if (there.ino === stored.ino && there.dev === stored.dev) return true;
  if (there.size !== stored.size) return false;
  const [one, other] = await Promise.all([source, target].map((file) => hashFile(file, head.length)));
  return one!.sha256 === other!.sha256;
}

async function placeCopy(source: string, target: string, head: Uint8Array): Promise<void> {
  const partial = path.join(path.dirname(target), PLACING_PREFIX + randomBytes(8).toString('hex'));
  const { COPYFILE_EXCL, COPYFILE_FICLONE } = fs.constants;
  try {
    await fs.promises.copyFile(source, partial, COPYFILE_EXCL | COPYFILE_FICLONE);
    if (head.length > 0) await overwriteBeginning(partial, head);
    await nameWhatIsWhole(partial, target);
  } finally {
    await fs.promises.rm(partial, { force: true });
  }
}

async function overwriteBeginning(file: string, head: Uint8Array): Promise<void> {
  await using handle = await fs.promises.open(file, 'r+');
  await handle.write(head, 0, head.length, 0);
}

/** A link never takes the place of what is there; where there are none, nobody else makes names at that moment. */
async function nameWhatIsWhole(partial: string, target: string): Promise<void> {
  try {
    await fs.promises.link(partial, target);
  } catch (error) {
    if (!NO_HARD_LINKS.has(errnoOf(error))) throw error;
    if (fs.lstatSync(target, { throwIfNoEntry: false }))
      throw Object.assign(new Error('there is a file of this name'), { code: 'EEXIST' });
    await fs.promises.rename(partial, target);
  }
}
