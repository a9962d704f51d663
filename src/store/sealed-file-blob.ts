import fs from 'node:fs';
import path from 'node:path';
import { IsocenterError } from '../base/index.ts';
import { errnoOf } from '../disks/index.ts';
import type { SealedBlob } from './blob-store.ts';
import { removeQuietly, type SealedFile } from './file-draft.ts';
import { storeError } from './io-error.ts';
import type { PublishMode } from './publish-mode.ts';
import type { UnsettledFile } from './settler.ts';

export class SealedFileBlob implements SealedBlob {
  readonly sha256: string;
  readonly bodySize: number;
  readonly size: number;
  readonly #path: string;
  readonly #mode: PublishMode;
  readonly #pathOf: (key: string) => string;
  #final: string | undefined;
  #isTakenOver = false;
  #state: 'sealed' | 'published' | 'confirmed' | 'discarded' = 'sealed';

  constructor(file: SealedFile, mode: PublishMode, pathOf: (key: string) => string) {
    this.sha256 = file.sha256;
    this.bodySize = file.bodySize;
    this.size = file.size;
    this.#path = file.path;
    this.#mode = mode;
    this.#pathOf = pathOf;
  }

  publish(key: string): 'published' | 'exists' {
    if (this.#state !== 'sealed') throw wrongState('publish', this.#state);
    const final = this.#pathOf(key);
    if (!this.#place(final)) return 'exists';
    this.#final = final;
    this.#state = 'published';
    return 'published';
  }

  takeOver(key: string): void {
    if (this.#state !== 'sealed') throw wrongState('takeOver', this.#state);
    this.#final = this.#pathOf(key);
    this.#isTakenOver = true;
    this.#state = 'published';
  }

  discard(): void {
    if (this.#state === 'confirmed' || this.#state === 'discarded') return;
    this.#state = 'discarded';
    if (this.#final !== undefined && !this.#isTakenOver) removeQuietly(this.#final);
    removeQuietly(this.#path);
  }

  /** To be called by the store only: what is left to settle. */
  confirm(): UnsettledFile {
    if (this.#state !== 'published' || this.#final === undefined) throw wrongState('confirm', this.#state);
    this.#state = 'confirmed';
    const hasBothNames = this.#isTakenOver || this.#mode === 'link';
    return { incoming: hasBothNames ? this.#path : undefined, final: this.#final };
  }

  #place(final: string): boolean {
    try {
      return this.#tryPlace(final);
    } catch (error) {
      if (errnoOf(error) !== 'ENOENT') throw storeError(error);
    }
    try {
      fs.mkdirSync(path.dirname(final), { recursive: true, mode: 0o750 });
      return this.#tryPlace(final);
    } catch (error) {
      throw storeError(error);
    }
  }

  #tryPlace(final: string): boolean {
    return this.#mode === 'link' ? link(this.#path, final) : rename(this.#path, final);
  }
}

function link(from: string, to: string): boolean {
  try {
    fs.linkSync(from, to);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return isSameFile(from, to);
    throw error;
  }
}

/** After a crash between publish and settle the same file has both names: publishing again is no conflict. */
function isSameFile(one: string, other: string): boolean {
  return fs.statSync(one).ino === fs.statSync(other).ino;
}

/** Rename overwrites, so look first: one process owns the directory, and nothing runs between the two calls. */
function rename(from: string, to: string): boolean {
  if (fs.existsSync(to)) return false;
  fs.renameSync(from, to);
  return true;
}

function wrongState(call: string, state: string): IsocenterError {
  return new IsocenterError('internal', { reason: `${call} of a blob that is ${state}` });
}
