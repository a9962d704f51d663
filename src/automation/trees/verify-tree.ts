import { opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { IsocenterError, inParallel } from '../../base/index.ts';
import type { Progress, ResultFor, TreeFinding } from '../../contract/index.ts';
import { markOf } from '../file-mark.ts';
import type { SyncParts } from './sync-study.ts';
import { countFiles, fileAt, filesAfter, type TreeFile } from './tree-file.ts';
import { isMarkFile } from './tree-folder.ts';

const PAGE = 1_000;
const CONCURRENCY = 16;

type Verified = ResultFor<'treeVerify'>;

/** Compares the files of a tree with what was made, and finds those that others made. Nothing is changed. */
export async function* verifyTree(
  parts: Pick<SyncParts, 'engine' | 'tree' | 'folder' | 'clock'>,
  signal: AbortSignal,
): AsyncGenerator<Progress | TreeFinding, Verified, void> {
  const { engine, tree, folder, clock } = parts;
  const started = clock.monotonic();
  const counts = { checked: 0, missing: 0, changed: 0, foreign: 0 };
  const { files: total } = await engine.read(() => countFiles(tree.name));
  let page: TreeFile[] = [];
  do {
    if (signal.aborted) throw new IsocenterError('cancelled');
    page = await engine.read(() => filesAfter(tree.name, page.at(-1)?.path ?? '', PAGE));
    for await (const finding of inParallel(page, CONCURRENCY, (file) => look(folder.path, file))) {
      counts.checked++;
      if (!finding) continue;
      counts[finding.problem]++;
      yield finding;
    }
    yield { kind: 'progress', done: counts.checked, total };
  } while (page.length === PAGE);
  for await (const path of foreignFiles(parts, '')) {
    if (signal.aborted) throw new IsocenterError('cancelled');
    counts.foreign++;
    yield { kind: 'finding', problem: 'foreign', path };
  }
  return { ...counts, seconds: (clock.monotonic() - started) / 1000 };
}

async function look(folder: string, { path, mark }: TreeFile) {
  const there = await markOf(join(folder, path));
  if (there === mark) return undefined;
  const problem = there === undefined ? 'missing' : 'changed';
  return { kind: 'finding', problem, path } as const;
}

/** Files that no record knows. Links are not followed. */
async function* foreignFiles(
  parts: Pick<SyncParts, 'engine' | 'tree' | 'folder'>,
  below: string,
): AsyncGenerator<string> {
  const { engine, tree, folder } = parts;
  for await (const entry of await opendir(join(folder.path, below))) {
    const path = below + entry.name;
    if (entry.isDirectory()) yield* foreignFiles(parts, `${path}/`);
    else if (!isMarkFile(path) && !(await engine.read(() => fileAt(tree.name, path)))) yield path;
  }
}
