import { isAbsolute, join, normalize, sep } from 'node:path';
import { IsocenterError } from '../base/index.ts';

/** Absolute, without `..` and without a separator at its end. */
export const plainFolder = (folder: string): string => normalize(join(folder, '.'));

/** The folder of the settings below which a folder is. Throws `automation/target` for one that is below none. */
export function requireTarget(given: string, targetFolders: readonly string[]): string {
  const folder = plainFolder(given);
  const root = targetFolders.map(plainFolder).find((one) => isBelow(folder, one));
  if (!isAbsolute(folder) || root === undefined) throw new IsocenterError('automation/target', { folder });
  return root;
}

const isBelow = (folder: string, root: string): boolean =>
  folder === root || folder.startsWith(root.endsWith(sep) ? root : root + sep);
