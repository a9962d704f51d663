import type { Dirent } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { isGone } from '../base/index.ts';
import type { BlobEntry } from './blob-store.ts';
import { storeError } from './io-error.ts';

/** Entries looked at together. Bounds memory, whatever a directory holds. */
const BATCH = 64;
/** Deeper directories are not ours. Also bounds the directories open at the same time. */
export const MAX_LIST_DEPTH = 32;

/** All regular files below a directory, in no order. Files that vanish on the way are left out; links are ignored. */
export async function* listFiles(root: string, below: string, depth = 0): AsyncGenerator<BlobEntry> {
  for await (const batch of batches(path.join(root, below))) {
    yield* await entriesOf(root, below, batch);
    for (const entry of batch) {
      if (entry.isDirectory() && depth < MAX_LIST_DEPTH) {
        yield* listFiles(root, path.posix.join(below, entry.name), depth + 1);
      }
    }
  }
}

async function* batches(directory: string): AsyncGenerator<Dirent[]> {
  try {
    let batch: Dirent[] = [];
    for await (const entry of await fs.opendir(directory, { bufferSize: BATCH })) {
      batch.push(entry);
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
    }
    yield batch;
  } catch (error) {
    if (!isGone(error)) throw storeError(error);
  }
}

async function entriesOf(root: string, below: string, batch: readonly Dirent[]): Promise<BlobEntry[]> {
  const files = batch.filter((entry) => entry.isFile());
  const entries = await Promise.all(files.map((file) => entryOf(root, path.posix.join(below, file.name))));
  return entries.filter((entry) => entry !== undefined);
}

async function entryOf(root: string, key: string): Promise<BlobEntry | undefined> {
  try {
    const { size, mtime } = await fs.lstat(path.join(root, key));
    return { key, size, modified: mtime };
  } catch (error) {
    if (isGone(error)) return undefined;
    throw storeError(error);
  }
}
