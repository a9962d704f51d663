import { isAbsolute, join, normalize } from 'node:path';
import { IsocenterError } from '../base/index.ts';
import { isBelow, realPlace } from '../disks/index.ts';

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

/** The same for a folder that files are taken out of. Throws `automation/source`. */
export function requireSource(given: string, sourceFolders: readonly string[]): string {
  const root = rootOf(given, sourceFolders);
  if (root === undefined) throw new IsocenterError('automation/source', { folder: plainFolder(given) });
  return root;
}

function rootOf(given: string, folders: readonly string[]): string | undefined {
  const folder = plainFolder(given);
  return isAbsolute(folder) ? folders.map(plainFolder).find((one) => isBelow(folder, one)) : undefined;
}
