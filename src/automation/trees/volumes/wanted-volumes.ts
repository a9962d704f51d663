import { createHash } from 'node:crypto';
import type { StoredInstance } from '../../../archive/index.ts';
import type { Tree } from '../tree.ts';
import type { Wanted } from '../wanted-files.ts';
import { volumePath } from './volume-path.ts';

/** A series that belongs in a tree as a volume. */
export interface WantedVolume {
  readonly seriesInstanceUid: string;
  readonly studyInstanceUid: string;
  /** Those of its images that the tree accepts. */
  readonly images: readonly StoredInstance[];
  /** Folders and name, without its end. */
  readonly path: readonly string[];
  /** See tree-volume.ts. */
  readonly source: string;
}

export interface WantedVolumes {
  readonly volumes: readonly WantedVolume[];
  /** Series of which an image could not be read: what is there of them stays. */
  readonly unreadable: ReadonlySet<string>;
}

/** Series that have no pixels, such as reports, are none. */
export function wantedVolumes(
  tree: Pick<Tree, 'contents' | 'options'>,
  wanted: readonly Wanted[],
): WantedVolumes {
  const unreadable = new Set(
    wanted.flatMap(({ instance, failure }) => (failure ? [instance.seriesInstanceUid] : [])),
  );
  const volumes: WantedVolume[] = [];
  for (const [seriesInstanceUid, ones] of Map.groupBy(wanted, (one) => one.instance.seriesInstanceUid)) {
    const images = ones.map(({ instance }) => instance).filter((one) => one.pixelDataOffset !== null);
    const [first] = ones;
    if (images.length === 0 || first === undefined || unreadable.has(seriesInstanceUid)) continue;
    const path = volumePath(tree, first.failure ? [] : first.path);
    const { studyInstanceUid } = first.instance;
    const source = sourceOf(images, path, tree.options);
    volumes.push({ seriesInstanceUid, studyInstanceUid, images, path, source });
  }
  return { volumes, unreadable };
}

function sourceOf(
  images: readonly StoredInstance[],
  path: readonly string[],
  options: Tree['options'],
): string {
  const hash = createHash('sha256').update(JSON.stringify([path, options]));
  for (const { sopInstanceUid, sha256 } of images) hash.update(`${sopInstanceUid} ${sha256}\n`);
  return hash.digest('hex');
}
