import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { IsocenterError } from '../base/index.ts';
import { type BlobHash, type ByteRange, MAX_READ_ALL, type OpenBlob } from './blob-store.ts';
import { storeError } from './io-error.ts';

/** Bytes per read when streaming. */
export const READ_CHUNK = 512 * 1024;
const FLAGS = fs.constants.O_RDONLY | (fs.constants.O_NOFOLLOW ?? 0);

/** An open file. Reads run on the pool: a cold disk never blocks the loop. */
export class OpenFile implements OpenBlob {
  readonly size: number;
  readonly #fd: number;
  #closed = false;

  constructor(fd: number, size: number) {
    this.#fd = fd;
    this.size = size;
  }

  readInto(target: Uint8Array, position: number): Promise<number> {
    return new Promise((resolve, reject) => this.#fill(target, 0, position, resolve, reject));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    fs.closeSync(this.#fd);
  }

  #fill(
    target: Uint8Array,
    filled: number,
    position: number,
    resolve: (bytes: number) => void,
    reject: (reason: Error) => void,
  ): void {
    fs.read(this.#fd, target, filled, target.length - filled, position + filled, (error, count) => {
      if (error) reject(storeError(error));
      else if (count === 0 || filled + count === target.length) resolve(filled + count);
      else this.#fill(target, filled + count, position, resolve, reject);
    });
  }
}

/** Opens a regular file; symbolic links and directories are `store/not-found`. */
export function openFile(path: string): Promise<OpenFile> {
  return new Promise((resolve, reject) => {
    fs.open(path, FLAGS, (error, fd) => {
      if (error) return reject(openError(error));
      const stat = fs.fstatSync(fd);
      if (stat.isFile()) return resolve(new OpenFile(fd, stat.size));
      fs.closeSync(fd);
      reject(new IsocenterError('store/not-found'));
    });
  });
}

/** The whole file through two calls on the pool and one promise: the shortest way that no cold disk can block. */
export function readWhole(path: string): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    fs.open(path, FLAGS, (error, fd) => {
      if (error) reject(openError(error));
      else readOpened(fd, resolve, reject);
    });
  });
}

function readOpened(fd: number, resolve: (bytes: Uint8Array) => void, reject: (reason: Error) => void): void {
  const stat = fs.fstatSync(fd);
  const refusal = stat.isFile() ? tooLarge(stat.size) : new IsocenterError('store/not-found');
  const bytes = new Uint8Array(refusal ? 0 : stat.size);
  fs.read(fd, bytes, 0, bytes.length, 0, (error, count) => {
    fs.closeSync(fd);
    if (error || refusal) reject(refusal ?? storeError(error));
    else resolve(count === bytes.length ? bytes : bytes.subarray(0, count));
  });
}

function tooLarge(size: number): IsocenterError | undefined {
  if (size <= MAX_READ_ALL) return undefined;
  return new IsocenterError('store/io', { what: 'the archive', reason: `${size} bytes at once` });
}

export async function* readRange(path: string, range: ByteRange): AsyncGenerator<Uint8Array> {
  const file = await openFile(path);
  try {
    const end = Math.min(range.end ?? file.size, file.size);
    for (let position = range.start ?? 0; position < end; ) {
      const chunk = new Uint8Array(Math.min(READ_CHUNK, end - position));
      const count = await file.readInto(chunk, position);
      if (count === 0) return;
      yield count === chunk.length ? chunk : chunk.subarray(0, count);
      position += count;
    }
  } finally {
    file.close();
  }
}

/** SHA-256 over the file behind its first `skip` bytes, through one buffer. */
export async function hashFile(path: string, skip: number): Promise<BlobHash> {
  const file = await openFile(path);
  const sha256 = createHash('sha256');
  const buffer = new Uint8Array(Math.min(READ_CHUNK, Math.max(1, file.size - skip)));
  let size = 0;
  try {
    for (;;) {
      const count = await file.readInto(buffer, skip + size);
      sha256.update(count === buffer.length ? buffer : buffer.subarray(0, count));
      size += count;
      if (count < buffer.length) return { sha256: sha256.digest('hex'), size };
    }
  } finally {
    file.close();
  }
}

function openError(error: NodeJS.ErrnoException): IsocenterError {
  if (error.code === 'ELOOP') return new IsocenterError('store/not-found', {}, error);
  return storeError(error);
}
