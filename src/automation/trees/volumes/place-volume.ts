import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { numbered } from '../../../base/index.ts';
import type { Conversion, ConvertedFile } from '../../../convert/index.ts';
import { isPlaced, placeFile } from '../../../store/index.ts';
import { markOf } from '../../file-mark.ts';
import type { SyncParts } from '../sync-study.ts';
import { fileAt, type TreeFile } from '../tree-file.ts';
import type { WantedVolume } from './wanted-volumes.ts';

type PlaceParts = Pick<SyncParts, 'engine' | 'tree' | 'folder'>;

/** Names that were taken for the files of a volume. */
interface Place {
  readonly file: ConvertedFile;
  readonly path: string;
  /** Just what we would make is there: the record of it was lost. */
  readonly isThere: boolean;
}

/** They are copied from their beginning. */
const NO_HEAD = new Uint8Array();

/**
 * Puts the files of a volume into a tree, all with the same number where names are taken; whole or not at all. The next free
 * number is taken when somebody else was quicker. Throws what the system says.
 */
export async function placeVolume(
  parts: PlaceParts,
  volume: WantedVolume,
  conversion: Conversion,
): Promise<TreeFile[]> {
  const placed: TreeFile[] = [];
  const places = await choosePlaces(parts, volume, conversion);
  try {
    for (const place of places) {
      const file = await makeFile(parts, volume, place);
      if (!file) break;
      placed.push(file);
    }
  } catch (error) {
    await takeBack(parts, placed);
    throw error;
  }
  if (placed.length === places.length) return placed;
  await takeBack(parts, placed);
  return await placeVolume(parts, volume, conversion);
}

async function choosePlaces(
  parts: PlaceParts,
  { path }: WantedVolume,
  { files }: Conversion,
): Promise<Place[]> {
  const found = await parts.folder.folder(path.slice(0, -1));
  for (let number = 1; ; number++) {
    const stem = numbered(path.at(-1)!, number);
    const places: Place[] = [];
    for (const file of files) {
      const name = stem + file.suffix + file.extension;
      const isFree = !found.listing.has(name);
      if (!isFree && !(await isLost(parts, file, found.path + name))) break;
      places.push({ file, path: found.path + name, isThere: !isFree });
    }
    if (places.length < files.length) continue;
    for (const one of places) found.listing.take(one.path.slice(found.path.length));
    return places;
  }
}

/** Whether a file is just what we would make, and no file of the tree is known to have its name. */
async function isLost(
  { engine, tree, folder }: PlaceParts,
  file: ConvertedFile,
  path: string,
): Promise<boolean> {
  const known = await engine.read(() => fileAt(tree.name, path));
  return known === undefined && (await isPlaced(file.path, join(folder.path, path), NO_HEAD));
}

async function makeFile(
  { folder }: PlaceParts,
  { studyInstanceUid, seriesInstanceUid, path: wanted }: WantedVolume,
  { file, path, isThere }: Place,
): Promise<TreeFile | undefined> {
  const target = join(folder.path, path);
  if (!isThere) {
    if (!(await placeFile(file.path, target, 'copy', NO_HEAD))) return undefined;
    await folder.dressFile(target);
  }
  const mark = await markOf(target);
  if (mark === undefined) return undefined;
  return {
    ...{ path, wanted: wanted.join('/') + file.suffix + file.extension },
    ...{ studyInstanceUid, seriesInstanceUid, sopInstanceUid: '', sha256: '' },
    ...{ size: file.bytes, mark, goneAt: null },
  };
}

async function takeBack({ folder }: PlaceParts, files: readonly TreeFile[]): Promise<void> {
  for (const { path, mark } of files) {
    const file = join(folder.path, path);
    if ((await markOf(file)) === mark) await rm(file, { force: true });
  }
}
