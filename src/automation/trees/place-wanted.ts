import { join } from 'node:path';
import type { Archive, StoredInstance } from '../../archive/index.ts';
import { numbered } from '../../base/index.ts';
import type { Caller } from '../../contract/index.ts';
import { markOf, markOfStat } from '../file-mark.ts';
import type { Tree } from './tree.ts';
import type { TreeFile } from './tree-file.ts';
import type { TreeFolder } from './tree-folder.ts';

export interface PlaceParts {
  readonly archive: Archive;
  readonly tree: Tree;
  readonly caller: Caller;
  readonly folder: TreeFolder;
  /** Whether a file of the tree is known to have a path. */
  readonly isKnown: (path: string) => Promise<boolean>;
}

/** A name that was taken for an instance. */
export interface Place {
  readonly instance: StoredInstance;
  readonly wanted: string;
  /** Below the folder of the tree. */
  readonly path: string;
  /** The file that is wanted is there: the record of it was lost. */
  readonly isThere: boolean;
}

/** Takes the wanted name, or the next free one beside it. */
export async function choosePlace(
  parts: PlaceParts,
  instance: StoredInstance,
  wanted: readonly string[],
): Promise<Place> {
  const name = wanted.at(-1)!;
  const { extension } = parts.tree;
  const stem = name.endsWith(extension) ? name.slice(0, name.length - extension.length) : name;
  const { listing, path } = await parts.folder.folder(wanted.slice(0, -1));
  for (let number = 1; ; number++) {
    const candidate = numbered(stem, number, name.slice(stem.length));
    const isFree = !listing.has(candidate);
    listing.take(candidate);
    if (isFree || (await isLost(parts, instance, path + candidate)))
      return { instance, wanted: wanted.join('/'), path: path + candidate, isThere: !isFree };
  }
}

/** Whether a file is just what we would make, and no file of the tree is known to have its name. */
async function isLost(
  { archive, caller: { actor, scope }, folder, isKnown }: PlaceParts,
  instance: StoredInstance,
  path: string,
): Promise<boolean> {
  return !(await isKnown(path)) && (await archive.isPlaced(actor, scope, instance, join(folder.path, path)));
}

/** Makes the file; the next free name is taken when somebody else was quicker. */
export async function makeFile(parts: PlaceParts, place: Place): Promise<TreeFile> {
  const { instance, wanted, path, isThere } = place;
  const mark = isThere ? await markOf(join(parts.folder.path, path)) : await make(parts, instance, path);
  if (mark === undefined) return await makeFile(parts, await choosePlace(parts, instance, wanted.split('/')));
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid, sha256, size } = instance;
  return {
    ...{
      path,
      wanted,
      studyInstanceUid,
      seriesInstanceUid,
      sopInstanceUid,
      sha256,
      size,
      mark,
      goneAt: null,
    },
  };
}

/** Makes a file again that somebody took away, under the name that it had. undefined when something else is there. */
export async function makeAgain(
  parts: PlaceParts,
  instance: StoredInstance,
  path: string,
): Promise<string | undefined> {
  await parts.folder.folder(path.split('/').slice(0, -1));
  return await make(parts, instance, path);
}

/** The mark of the file that was made. */
async function make(
  { archive, tree, caller: { actor, scope }, folder }: PlaceParts,
  instance: StoredInstance,
  path: string,
): Promise<string | undefined> {
  const file = join(folder.path, path);
  const placed = await archive.place(actor, scope, instance, file, tree.form);
  if (placed && tree.form === 'copy') await folder.dressFile(file);
  return placed && markOfStat(placed);
}
