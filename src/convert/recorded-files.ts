import { lstat, realpath } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { NiftiRecord, RecordedFile } from './nifti-record.ts';

/**
 * Absolute paths of recorded files that are as they were written. A record may say anything: it is a file like others, so nothing
 * outside of the folder counts, nor what links lead to.
 * @param root a path without symbolic links
 */
export async function untouchedFiles(root: string, { files }: NiftiRecord): Promise<string[]> {
  const paths = await Promise.all(files.map((file) => untouchedFile(root, file)));
  return paths.filter((path) => path !== undefined);
}

async function untouchedFile(
  root: string,
  { path, bytes, modifiedMs }: RecordedFile,
): Promise<string | undefined> {
  try {
    const absolute = join(root, path);
    const folder = dirname(absolute);
    if ((await realpath(folder)) !== folder || !(folder + sep).startsWith(root + sep)) return undefined;
    const info = await lstat(absolute);
    return info.isFile() && info.size === bytes && info.mtimeMs === modifiedMs ? absolute : undefined;
  } catch {
    return undefined;
  }
}
