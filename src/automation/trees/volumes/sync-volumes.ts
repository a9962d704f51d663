import type { SyncParts } from '../sync-study.ts';
import { setGone, type TreeFile } from '../tree-file.ts';
import { KnownVolumes } from './known-volumes.ts';
import { forgetVolume } from './tree-volume.ts';
import type { WantedVolume, WantedVolumes } from './wanted-volumes.ts';

export interface SyncedVolumes {
  /** Files. */
  readonly kept: number;
  /** Files whose time runs since now. */
  readonly gone: number;
  /** Series that are not there as they should be: for convert-volumes.ts. */
  readonly outdated: readonly WantedVolume[];
}

/**
 * Brings what a tree has of the volumes of one study up to date, as far as nothing has to be converted for it: what is there
 * for nothing any more begins its time of grace, what is wanted again stays.
 */
export async function syncVolumes(
  parts: SyncParts,
  studyInstanceUid: string,
  { volumes, unreadable }: WantedVolumes,
): Promise<SyncedVolumes> {
  const { engine, tree, clock } = parts;
  const known = await KnownVolumes.of(parts, studyInstanceUid);
  const over = new Set(known.series()).difference(unreadable);
  const kept: TreeFile[] = [];
  const outdated: WantedVolume[] = [];
  for (const volume of volumes) {
    over.delete(volume.seriesInstanceUid);
    if (await known.isCurrent(volume)) kept.push(...known.filesOf(volume.seriesInstanceUid));
    else outdated.push(volume);
  }
  const back = kept.filter(({ goneAt }) => goneAt !== null);
  const left = [...over].flatMap((series) => known.filesOf(series)).filter(({ goneAt }) => goneAt === null);
  await engine.write(function* () {
    yield* setGone(tree.name, back.map(pathOf), null);
    yield* setGone(tree.name, left.map(pathOf), clock.now().toISOString());
    // The others are forgotten with their files: they may come back before that.
    for (const series of over) if (known.filesOf(series).length === 0) yield* forgetVolume(tree.name, series);
  });
  return { kept: kept.length, gone: left.length, outdated };
}

const pathOf = ({ path }: TreeFile): string => path;
