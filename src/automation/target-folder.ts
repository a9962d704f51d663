import { realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, normalize, sep } from 'node:path';
import { IsocenterError } from '../base/index.ts';

/** Absolute, without `..` and without a separator at its end. */
export const plainFolder = (folder: string): string => normalize(join(folder, '.'));

/** The folder of the settings below which a folder is. Throws `automation/target` for one that is below none. */
export function requireTarget(given: string, targetFolders: readonly string[]): string {
  const root = rootOf(given, targetFolders);
  if (root === undefined) throw new IsocenterError('automation/target', { folder: plainFolder(given) });
  return root;
}

/** The same when something is about to be written: wherever links lead now. Throws `automation/target`. */
export async function requireRealTarget(given: string, targetFolders: readonly string[]): Promise<void> {
  requireTarget(given, targetFolders);
  const folder = await realPlace(plainFolder(given));
  const roots = await Promise.all(targetFolders.map((root) => realPlace(plainFolder(root))));
  if (!roots.some((root) => isBelow(folder, root)))
    throw new IsocenterError('automation/target', { folder: plainFolder(given) });
}

/** Without symbolic links; what is not there yet will be made. */
async function realPlace(path: string): Promise<string> {
  const real = await realpath(path).catch(() => undefined);
  if (real !== undefined || dirname(path) === path) return real ?? path;
  return join(await realPlace(dirname(path)), basename(path));
}

/** The same for a folder that files are taken out of. Throws `automation/source`. */
export function requireSource(given: string, sourceFolders: readonly string[]): string {
  const root = rootOf(given, sourceFolders);
  if (root === undefined) throw new IsocenterError('automation/source', { folder: plainFolder(given) });
  return root;
}

export const isBelow = (folder: string, root: string): boolean =>
  folder === root || folder.startsWith(root.endsWith(sep) ? root : root + sep);

function rootOf(given: string, folders: readonly string[]): string | undefined {
  const folder = plainFolder(given);
  return isAbsolute(folder) ? folders.map(plainFolder).find((one) => isBelow(folder, one)) : undefined;
}
