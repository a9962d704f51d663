import { lstat, mkdir, readdir, realpath, stat, statfs } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { IsocenterError } from '../base/index.ts';

/**
 * Makes the folder of an export where it is not there; its path without symbolic links. The archive's own directory is
 * not for anything else: `input/invalid`.
 */
export async function openExportFolder(folder: string, dataDirectory: string): Promise<string> {
  if (!isAbsolute(folder)) throw refusal(`${folder} is not an absolute path.`);
  const data = await realpath(dataDirectory);
  if (isWithin(await realAncestor(resolve(folder)), data))
    throw refusal('Nothing can be exported into the data directory.');
  try {
    await makeFolder(resolve(folder));
  } catch (error) {
    throw refusal(`${folder} cannot be made: ${(error as NodeJS.ErrnoException).code}.`);
  }
  const path = await realpath(folder);
  if (isWithin(path, data)) throw refusal('Nothing can be exported into the data directory.');
  return path;
}

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

/** What is there of a path already, without symbolic links: making the rest must not begin inside the archive. */
async function realAncestor(path: string): Promise<string> {
  const real = await realpath(path).catch(() => undefined);
  return real ?? (await realAncestor(dirname(path)));
}

/** `store/full` when so many bytes do not fit, before the first one is written. */
export async function checkRoom(folder: string, bytes: number): Promise<void> {
  const { bsize, bavail } = await statfs(folder);
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

const isWithin = (path: string, folder: string): boolean => path === folder || path.startsWith(folder + sep);

const refusal = (reason: string): IsocenterError => new IsocenterError('input/invalid', { reason });
