import fs from 'node:fs';
import path from 'node:path';
import { isGone } from '../base/index.ts';
import { dataSync } from './file-sync.ts';
import { storeError } from './io-error.ts';
import type { PublishMode } from './publish-mode.ts';

const DIRECTORY_MODE = 0o750;
const FILE_MODE = 0o640;

/** Writes and syncs `temporary`, then renames it. The caller syncs the directory. */
export async function replaceFile(
  target: string,
  temporary: string,
  bytes: Uint8Array | string,
): Promise<void> {
  try {
    await writeSynced(temporary, bytes);
    fs.mkdirSync(path.dirname(target), { recursive: true, mode: DIRECTORY_MODE });
    fs.renameSync(temporary, target);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw storeError(error);
  }
}

/** False when there was nothing. The caller syncs the directory. */
export function unlinkFile(file: string): boolean {
  try {
    fs.unlinkSync(file);
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw storeError(error);
  }
}

/** Gives a file a second name; never overwrites. */
export function linkOrRename(from: string, to: string, mode: PublishMode): void {
  try {
    fs.mkdirSync(path.dirname(to), { recursive: true, mode: DIRECTORY_MODE });
    if (mode === 'link') fs.linkSync(from, to);
    else renameUnlessThere(from, to);
  } catch (error) {
    throw storeError(error);
  }
}

/** Removes the directory and those above it while they are empty, not the top ones. Returns what is gone. */
export function pruneEmpty(directory: string, root: string): string[] {
  const gone: string[] = [];
  for (let at = directory; path.dirname(at).length > root.length; at = path.dirname(at)) {
    try {
      fs.rmdirSync(at);
    } catch {
      return gone;
    }
    gone.push(at);
  }
  return gone;
}

function renameUnlessThere(from: string, to: string): void {
  if (fs.existsSync(to)) throw Object.assign(new Error('file exists'), { code: 'EEXIST', syscall: 'rename' });
  fs.renameSync(from, to);
}

async function writeSynced(file: string, bytes: Uint8Array | string): Promise<void> {
  const fd = fs.openSync(file, 'wx', FILE_MODE);
  try {
    fs.writeFileSync(fd, bytes);
    await dataSync(fd);
  } finally {
    fs.closeSync(fd);
  }
}
