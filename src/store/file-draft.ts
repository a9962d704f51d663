import { createHash, hash } from 'node:crypto';
import fs from 'node:fs';
import { IsocenterError } from '../base/index.ts';
import type { BlobDraft, BlobHead, SealedBlob } from './blob-store.ts';
import { BlockBuffer } from './block-buffer.ts';
import type { BlockPool } from './block-pool.ts';
import { BlockWriter } from './block-writer.ts';
import { writeAllSync, writeAt } from './file-sync.ts';
import type { IncomingFile } from './incoming-files.ts';
import { storeError } from './io-error.ts';
import type { MemoryBudget } from './memory-budget.ts';
import { Spill } from './spill.ts';

/** Largest body kept in memory until it is sealed, bytes. */
export const MAX_BUFFERED_BODY = 1024 * 1024;

/**
 * Files from this size on are written past the page cache, bytes: smaller ones cost less to copy than one more turn of the
 * thread pool.
 */
const DIRECT_FROM = 256 * 1024;

/** What a draft needs from its store. */
export interface DraftHost {
  readonly memory: MemoryBudget;
  /** Where bodies lie until they are sealed. */
  readonly blocks: BlockPool;
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
    this.#body = new BlockBuffer(host.blocks, headLength);
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
    else this.#body.giveBack(this.#body.takeAll());
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
    this.#spill = new Spill(this.#blockWriter(this.#createFile()), this.#body, this.#headLength);
    this.#releaseBudget();
    return this.#spill.write(chunk);
  }

  #waitForSpill(wait: void | Promise<void>): void | Promise<void> {
    return wait?.catch((error) => {
      throw storeError(error);
    });
  }

  async #sealBuffered(head: BlobHead): Promise<SealedFile> {
    const blocks = this.#body.takeAll();
    try {
      const sha256 = digestOf(blocks, this.#headLength);
      blocks[0]!.set(this.#headBytes(head, sha256));
      const size = this.#headLength + this.#bodySize;
      const fd = this.#createFile();
      const writing = size < DIRECT_FROM ? writeNow(fd, blocks) : this.#writeDirectly(fd, blocks);
      if (writing) await writing;
      return await this.#syncAndClose(fd, { path: this.#path, sha256, bodySize: this.#bodySize, size });
    } finally {
      this.#body.giveBack(blocks);
      this.#releaseBudget();
    }
  }

  async #writeDirectly(fd: number, blocks: readonly Uint8Array[]): Promise<void> {
    const file = this.#blockWriter(fd);
    try {
      await file.write(blocks, 0);
    } catch (error) {
      fs.closeSync(fd);
      throw error;
    } finally {
      file.close();
    }
  }

  #blockWriter(fd: number): BlockWriter {
    return new BlockWriter(fd, this.#path, this.#host.blocks);
  }

  async #sealSpilled(spill: Spill, head: BlobHead): Promise<SealedFile> {
    const sha256 = await spill.finish();
    this.#assertOpen();
    const headBytes = this.#headBytes(head, sha256);
    const { fd } = spill;
    this.#spill = undefined;
    try {
      await writeAt(fd, headBytes, 0);
    } catch (error) {
      fs.closeSync(fd);
      throw error;
    }
    const size = this.#headLength + this.#bodySize;
    return this.#syncAndClose(fd, { path: this.#path, sha256, bodySize: this.#bodySize, size });
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

/**
 * One synchronous write into the page cache. Syncing a new file then also makes the name durable that it was created
 * under: ext4, XFS and btrfs commit both in one transaction.
 */
function writeNow(fd: number, blocks: readonly Uint8Array[]): void {
  try {
    writeAllSync(fd, blocks);
  } catch (error) {
    fs.closeSync(fd);
    throw error;
  }
}

function digestOf([first, ...more]: readonly Uint8Array[], headLength: number): string {
  const start = first!.subarray(headLength);
  if (more.length === 0) return hash('sha256', start, 'hex');
  const sha256 = createHash('sha256').update(start);
  for (const block of more) sha256.update(block);
  return sha256.digest('hex');
}
