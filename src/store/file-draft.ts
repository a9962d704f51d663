import { createHash, hash } from 'node:crypto';
import fs from 'node:fs';
import { type BufferPool, IsocenterError } from '../base/index.ts';
import type { BlobDraft, BlobHead, SealedBlob } from './blob-store.ts';
import { BlockBuffer } from './block-buffer.ts';
import { writeAllSync, writeAt } from './file-sync.ts';
import type { IncomingFile } from './incoming-files.ts';
import { storeError } from './io-error.ts';
import type { MemoryBudget } from './memory-budget.ts';
import { Spill } from './spill.ts';

/** Largest body kept in memory until it is sealed, bytes. */
export const MAX_BUFFERED_BODY = 1024 * 1024;

/** What a draft needs from its store. */
export interface DraftHost {
  readonly memory: MemoryBudget;
  /** Where bodies lie until they are sealed. */
  readonly blocks: BufferPool;
  /** A new file in `incoming/`. */
  newFile(): IncomingFile;
  /** Resolves when there is room for one more unsettled blob; undefined when there is. Throws when settling fails. */
  room(): undefined | Promise<void>;
  sealed(file: SealedFile): SealedBlob;
}

/** A durable file in `incoming/`. */
export interface SealedFile {
  readonly path: string;
  readonly sha256: string;
  readonly bodySize: number;
  readonly size: number;
}

export class FileDraft implements BlobDraft {
  readonly #host: DraftHost;
  readonly #headLength: number;
  readonly #body: BlockBuffer;
  /** Bytes of the budget. */
  #reserved = 0;
  #bodySize = 0;
  #spill: Spill | undefined;
  #path = '';
  #ended = false;

  constructor(host: DraftHost, headLength: number) {
    this.#host = host;
    this.#headLength = headLength;
    this.#body = new BlockBuffer(host.blocks);
  }

  append(chunk: Uint8Array): void | Promise<void> {
    this.#assertOpen();
    if (chunk.length === 0) return;
    this.#bodySize += chunk.length;
    try {
      if (this.#spill) return this.#waitForSpill(this.#spill.write(chunk));
      if (this.#reserve(chunk.length)) return this.#body.append(chunk);
      return this.#waitForSpill(this.#startSpill(chunk));
    } catch (error) {
      throw storeError(error);
    }
  }

  async seal(head: BlobHead): Promise<SealedBlob> {
    this.#assertOpen();
    try {
      const room = this.#host.room();
      if (room) await room;
      const file = this.#spill ? await this.#sealSpilled(this.#spill, head) : await this.#sealBuffered(head);
      this.#assertOpen();
      this.#ended = true;
      return this.#host.sealed(file);
    } catch (error) {
      this.discard();
      throw storeError(error);
    }
  }

  discard(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#releaseBudget();
    if (this.#spill) this.#spill.abort();
    else this.#body.giveBack(this.#body.take());
    if (this.#path !== '') removeQuietly(this.#path);
  }

  #assertOpen(): void {
    if (this.#ended) throw new IsocenterError('internal', { reason: 'the draft has ended' });
  }

  /** False: so many more bytes are not to be kept in memory. */
  #reserve(length: number): boolean {
    if (this.#bodySize > MAX_BUFFERED_BODY) return false;
    const growth = this.#body.growth(length);
    if (!this.#host.memory.take(growth)) return false;
    this.#reserved += growth;
    return true;
  }

  #startSpill(chunk: Uint8Array): void | Promise<void> {
    this.#spill = new Spill(this.#createFile(), this.#headLength, this.#body);
    this.#releaseBudget();
    return this.#spill.write(chunk);
  }

  #waitForSpill(wait: void | Promise<void>): void | Promise<void> {
    return wait?.catch((error) => {
      throw storeError(error);
    });
  }

  /**
   * The hot path: one synchronous write into the page cache, one wait for the disk. Syncing a new file also makes
   * the name durable that it was created under: ext4, XFS and btrfs commit both in one transaction.
   */
  #sealBuffered(head: BlobHead): Promise<SealedFile> {
    const body = this.#body.take();
    const sha256 = digestOf(body);
    const headBytes = this.#headBytes(head, sha256);
    const size = headBytes.length + this.#bodySize;
    const fd = this.#createFile();
    try {
      writeAllSync(fd, [headBytes, ...body]);
    } catch (error) {
      fs.closeSync(fd);
      throw error;
    } finally {
      this.#body.giveBack(body);
      this.#releaseBudget();
    }
    return this.#syncAndClose(fd, { path: this.#path, sha256, bodySize: this.#bodySize, size });
  }

  async #sealSpilled(spill: Spill, head: BlobHead): Promise<SealedFile> {
    const sha256 = await spill.finish();
    this.#assertOpen();
    const headBytes = this.#headBytes(head, sha256);
    this.#spill = undefined;
    try {
      await writeAt(spill.fd, headBytes, 0);
    } catch (error) {
      fs.closeSync(spill.fd);
      throw error;
    }
    const size = headBytes.length + this.#bodySize;
    return this.#syncAndClose(spill.fd, { path: this.#path, sha256, bodySize: this.#bodySize, size });
  }

  #syncAndClose(fd: number, file: SealedFile): Promise<SealedFile> {
    return new Promise((resolve, reject) => {
      fs.fdatasync(fd, (error) => {
        fs.closeSync(fd);
        if (error) reject(error);
        else resolve(file);
      });
    });
  }

  #headBytes(head: BlobHead, sha256: string): Uint8Array {
    const bytes = typeof head === 'function' ? head(sha256, this.#bodySize) : head;
    if (bytes.length === this.#headLength) return bytes;
    const reason = `the head has ${bytes.length} bytes, ${this.#headLength} were reserved`;
    throw new IsocenterError('internal', { reason });
  }

  #createFile(): number {
    const { path, fd } = this.#host.newFile();
    this.#path = path;
    return fd;
  }

  #releaseBudget(): void {
    this.#host.memory.giveBack(this.#reserved);
    this.#reserved = 0;
  }
}

/** Removes a name in `incoming/`; when that fails the next start finds it and asks what it is. */
export function removeQuietly(path: string): void {
  try {
    fs.unlinkSync(path);
  } catch {
    // Nothing to tell: the caller is already giving up on these bytes.
  }
}

function digestOf(chunks: readonly Uint8Array[]): string {
  if (chunks.length === 1) return hash('sha256', chunks[0]!, 'hex');
  const sha256 = createHash('sha256');
  for (const chunk of chunks) sha256.update(chunk);
  return sha256.digest('hex');
}
