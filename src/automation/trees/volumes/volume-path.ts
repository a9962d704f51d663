import type { Tree } from '../tree.ts';

/**
 * Folders and name of a volume, without its end, by the path that the first image of its series has: the folder of the
 * images gives it its name. Where the template names no image, it is the name of the volume itself.
 */
export function volumePath({ contents }: Pick<Tree, 'contents'>, path: readonly string[]): readonly string[] {
  const name = path.at(-1)!;
  const isOfImage = contents === 'both' || /\.dcm$/i.test(name);
  if (isOfImage && path.length > 1) return path.slice(0, -1);
  return [...path.slice(0, -1), name.replace(/\.(dcm|nii|nii\.gz)$/i, '')];
}
