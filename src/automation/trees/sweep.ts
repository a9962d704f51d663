import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { markOf } from '../file-mark.ts';
import type { SyncParts } from './sync-study.ts';
import { filesGoneBefore, forgetFiles, type TreeFile } from './tree-file.ts';
import { forgetEmptyVolumes } from './volumes/tree-volume.ts';

const PAGE = 500;

/**
 * Takes files away whose time of grace is over. One that looks otherwise than it was made is somebody's work by now: it
 * stays, and the tree forgets it.
 */
export async function sweep(
  { engine, tree, folder, clock }: Pick<SyncParts, 'engine' | 'tree' | 'folder' | 'clock'>,
  before = new Date(clock.now().getTime() - tree.keepMs).toISOString(),
): Promise<{ removed: number; left: number }> {
  const counts = { removed: 0, left: 0 };
  for (;;) {
    const due = await engine.read(() => filesGoneBefore(tree.name, before, PAGE));
    if (due.length === 0) return counts;
    for (const file of due) {
      const isGone = await removeFile(folder.path, file);
      counts[isGone ? 'removed' : 'left']++;
      if (isGone) await folder.release(file.path);
    }
    // What is not there because its disk went is not forgotten.
    await folder.requireSame();
    await engine.write(function* () {
      yield* forgetFiles(
        tree.name,
        due.map(({ path }) => path),
      );
      yield* forgetEmptyVolumes(tree.name);
    });
  }
}

async function removeFile(folder: string, { path, mark }: TreeFile): Promise<boolean> {
  const file = join(folder, path);
  const there = await markOf(file);
  if (there === undefined) return true;
  if (there !== mark) return false;
  await rm(file, { force: true });
  return true;
}
