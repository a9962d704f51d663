import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { errnoOf } from '../disks/index.ts';
import { storeError } from './io-error.ts';
import { KEY_BYTES } from './sealer.ts';

const WHAT = 'the key of the secrets';
const EXPLANATION =
  '# Opens the secrets of an Isocenter archive (the folder private/). Keep a copy of this file, but never with a copy of the archive.';
const MAX_FILE_BYTES = 4_096;
/** While what was there before is being sealed. */
const UNFINISHED = '.new';

/** Where the key lies when no setting says otherwise: beside the data directory, so that a copy of that has no key. */
export function sealingKeyPlace(data: string, setting: string | undefined): string {
  return path.resolve(setting ?? `${path.resolve(data)}.key`);
}

/** undefined when there is none: no file, or one that is no key. Throws `store/io` for a file that cannot be read. */
export function readSealingKey(file: string): Uint8Array | undefined {
  try {
    const text = fs.readFileSync(file, 'utf8').slice(0, MAX_FILE_BYTES);
    const line = text.split('\n').find((each) => each !== '' && !each.startsWith('#')) ?? '';
    const key = Buffer.from(line.trim(), 'base64url');
    return key.length === KEY_BYTES ? key : undefined;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw storeError(error, WHAT);
  }
}

/**
 * The key that is being put to use: `settle` gives it its final name once everything is sealed with it. Until then what is
 * not sealed is still taken for ours, so a process that dies in between goes on at the next start.
 */
export function beginSealingKey(file: string): { readonly key: Uint8Array; readonly settle: () => void } {
  const unfinished = `${file}${UNFINISHED}`;
  const key = readSealingKey(unfinished) ?? writeKey(unfinished);
  const settle = () => {
    fs.renameSync(unfinished, file);
    syncNow(path.dirname(file));
  };
  return { key, settle };
}

/** Whether a process died while it put a key to use. */
export function isSealingKeyBegun(file: string): boolean {
  return readSealingKey(`${file}${UNFINISHED}`) !== undefined;
}

/** Only at the first start: it blocks. */
function writeKey(file: string): Uint8Array {
  const key = randomBytes(KEY_BYTES);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const fd = fs.openSync(file, 'w', 0o600);
  try {
    fs.writeFileSync(fd, `${EXPLANATION}\n${key.toString('base64url')}\n`);
    fs.fsyncSync(fd);
  } finally {
    fs.closeSync(fd);
  }
  syncNow(path.dirname(file));
  return key;
}

function syncNow(directory: string): void {
  const fd = fs.openSync(directory, 'r');
  try {
    fs.fsyncSync(fd);
  } finally {
    fs.closeSync(fd);
  }
}
