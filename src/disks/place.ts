/** Where paths lead, and what lies below what. Paths are absolute. */
import { realpath } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';

/** Whether it is the folder or lies in it, as both are written. */
export const isBelow = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

/** Without symbolic links; what is not there yet will be made. */
export async function realPlace(path: string): Promise<string> {
  const real = await realOf(path);
  if (real !== undefined || dirname(path) === path) return real ?? path;
  return join(await realPlace(dirname(path)), basename(path));
}

/** What is there of a path already, without symbolic links. */
export async function realAncestor(path: string): Promise<string> {
  return (await realOf(path)) ?? (await realAncestor(dirname(path)));
}

const realOf = (path: string): Promise<string | undefined> => realpath(path).catch(() => undefined);
