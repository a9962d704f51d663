import { lstat, mkdir, readdir, realpath, stat, statfs } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { IsocenterError } from '../base/index.ts';
import { diskError, errnoOf, isBelow, realAncestor } from '../disks/index.ts';

/**
 * Makes the folder of an export where it is not there; its path without symbolic links. The archive's own directory is
 * not for anything else: `input/invalid`.
 */
export async function openExportFolder(folder: string, dataDirectory: string): Promise<string> {
  if (!isAbsolute(folder)) throw refusal(`${folder} is not an absolute path.`);
  const data = await realpath(dataDirectory);
  if (isBelow(await realAncestor(resolve(folder)), data))
    throw refusal('Nothing can be exported into the data directory.');
  try {
    await makeFolder(resolve(folder));
  } catch (error) {
    const code = errnoOf(error);
    throw mistakes.has(code)
      ? refusal(`${folder} cannot be made: ${code}.`)
      : diskError(error, 'the export folder');
  }
  const path = await realpath(folder);
  if (isBelow(path, data)) throw refusal('Nothing can be exported into the data directory.');
  return path;
}

/** Such a folder cannot be, whatever becomes of its disk. */
const mistakes = new Set(['ENOENT', 'ENOTDIR', 'EEXIST', 'ENAMETOOLONG', 'EINVAL', 'ELOOP']);

/**
 * One folder at a time, up to the first that is there: Node's own recursive `mkdir` never ends where a file system
 * says that a folder does not exist when one is made in it (/proc).
 */
async function makeFolder(path: string): Promise<void> {
  if (await isFolder(path)) return;
  if (dirname(path) !== path) await makeFolder(dirname(path));
  try {
    await mkdir(path);
  } catch (error) {
    // Somebody else made it meanwhile.
    if (!(await isFolder(path))) throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  const info = await stat(path).catch(() => undefined);
  return info?.isDirectory() ?? false;
}

/** `store/full` when so many bytes do not fit, before the first one is written. */
export async function checkRoom(folder: string, bytes: number): Promise<void> {
  const { bsize, bavail } = await statfs(folder).catch((error: unknown) => {
    throw diskError(error, 'the export folder');
  });
  const free = bsize * bavail;
  if (bytes <= free) return;
  // Run again after an interruption: what is there already needs no room.
  if (bytes - (await bytesBelow(folder)) <= free) return;
  throw new IsocenterError('store/full', { what: 'the export folder' });
}

async function bytesBelow(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) bytes += await bytesBelow(path);
    else bytes += (await lstat(path)).size;
  }
  return bytes;
}

const refusal = (reason: string): IsocenterError => new IsocenterError('input/invalid', { reason });
