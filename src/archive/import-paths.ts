import { readdir, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { IsocenterError } from '../base/index.ts';
import { type FoundFile, findDicomFiles } from '../media/index.ts';

/** As deep as the search for DICOM files goes. */
const MAX_DEPTH = 32;

/**
 * A mistyped path is told before anything starts: `input/no-such-place`. What would be read without end (a device, a
 * pipe) is `input/invalid`.
 */
export async function checkPaths(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    if (!isAbsolute(path)) throw invalid(`${path} is not an absolute path.`);
    const info = await stat(path).catch(() => undefined);
    if (!info) throw new IsocenterError('input/no-such-place', { place: path });
    if (!info.isFile() && !info.isDirectory()) throw invalid(`${path} is neither a file nor a folder.`);
  }
}

/** What is at all the paths, until the signal says stop. */
export async function* foundAt(paths: readonly string[], signal: AbortSignal): AsyncGenerator<FoundFile> {
  for (const path of paths) {
    for await (const found of findDicomFiles(path, { maxDepth: MAX_DEPTH })) {
      if (signal.aborted) return;
      yield found;
    }
  }
}

/**
 * How many files there are, without opening one: much faster than the import, so that its total is soon known.
 * Undefined when stopped. What cannot be listed counts as nothing.
 */
export async function countFiles(paths: readonly string[], signal: AbortSignal): Promise<number | undefined> {
  let files = 0;
  for (const path of paths) {
    const isFolder = await stat(path).then(
      (info) => info.isDirectory(),
      () => false,
    );
    files += isFolder ? await countBelow(path, 0, signal) : 1;
  }
  return signal.aborted ? undefined : files;
}

async function countBelow(folder: string, depth: number, signal: AbortSignal): Promise<number> {
  if (depth > MAX_DEPTH || signal.aborted) return 0;
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  let files = 0;
  for (const entry of entries) {
    if (entry.isFile()) files++;
    else if (entry.isDirectory()) files += await countBelow(join(folder, entry.name), depth + 1, signal);
  }
  return files;
}

const invalid = (reason: string): IsocenterError => new IsocenterError('input/invalid', { reason });
