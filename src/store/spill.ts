import { createHash } from 'node:crypto';
import fs from 'node:fs';
import type { BlockBuffer } from './block-buffer.ts';
import type { BlockWriter } from './block-writer.ts';

/** Bytes gathered for one write. */
export const SPILL_WRITE_SIZE = 512 * 1024;
/** Bytes waiting for the disk before the sender has to wait too. */
export const MAX_SPILL_PENDING = 2 * 1024 * 1024;
/** Bytes handed to the kernel before it must have written them: bounds the last sync, and dirty pages. */
export const SPILL_SYNC_EVERY = 32 * 1024 * 1024;

/**
 * A body too large for memory on its way into a file. Writes run on the pool, one at a time, while the next bytes are
 * gathered; a slow disk therefore slows its own sender only. The first failure is final.
 */
export class Spill {
  readonly #file: BlockWriter;
  readonly #hash = createHash('sha256');
  readonly #pending: BlockBuffer;
  /** Bytes at the beginning of the file that are not body. */
  readonly #headLength: number;
  #position = 0;
  #isFirst = true;
  #unsyncedBytes = 0;
  #busy = false;
  #draining = false;
  #failure: Error | undefined;
  #waiting: PromiseWithResolvers<void> | undefined;
  #aborted = false;

  /** Goes on with what `pending` holds already, a head's room first; both are the spill's until it has ended. */
  constructor(file: BlockWriter, pending: BlockBuffer, headLength: number) {
    this.#file = file;
    this.#pending = pending;
    this.#headLength = headLength;
  }

  get fd(): number {
    return this.#file.fd;
  }

  write(chunk: Uint8Array): void | Promise<void> {
    if (this.#failure) throw this.#failure;
    this.#pending.append(chunk);
    if (!this.#busy && this.#pending.length >= SPILL_WRITE_SIZE) this.#writePending();
    if (this.#pending.length >= MAX_SPILL_PENDING) return this.#wait();
  }

  /** Everything handed to the kernel (not yet synced). Resolves to the digest of the body, lower-case hex. */
  async finish(): Promise<string> {
    this.#draining = true;
    if (!this.#busy && this.#pending.length > 0) this.#writePending();
    if (this.#busy) await this.#wait();
    if (this.#failure) throw this.#failure;
    this.#file.close();
    return this.#hash.digest('hex');
  }

  /** Closes the file, after the call that may be using it. */
  abort(): void {
    if (this.#aborted) return;
    this.#aborted = true;
    this.#pending.giveBack(this.#pending.takeAll());
    this.#settleWaiter(new Error('the draft was discarded'));
    if (!this.#busy) this.#closeFile();
  }

  #closeFile(): void {
    this.#file.close();
    fs.closeSync(this.#file.fd);
  }

  #wait(): Promise<void> {
    this.#waiting ??= Promise.withResolvers<void>();
    return this.#waiting.promise;
  }

  #writePending(): void {
    const blocks = this.#draining ? this.#pending.takeAll() : this.#pending.takeFull();
    for (const block of blocks) this.#hashBody(block);
    const length = blocks.reduce((sum, block) => sum + block.length, 0);
    this.#busy = true;
    const writing = this.#file.write(blocks, this.#position).finally(() => this.#pending.giveBack(blocks));
    this.#position += length;
    this.#unsyncedBytes += length;
    writing.then(
      () => this.#written(),
      (error) => this.#done(error),
    );
  }

  #hashBody(block: Uint8Array): void {
    this.#hash.update(this.#isFirst ? block.subarray(this.#headLength) : block);
    this.#isFirst = false;
  }

  #written(): void {
    const isEnough = this.#unsyncedBytes >= SPILL_SYNC_EVERY;
    if (isEnough) this.#unsyncedBytes = 0;
    if (isEnough && !this.#aborted) fs.fdatasync(this.#file.fd, (failure) => this.#done(failure));
    else this.#done(null);
  }

  #done(error: Error | null): void {
    this.#busy = false;
    if (this.#aborted) this.#closeFile();
    else this.#goOn(error);
  }

  #goOn(error: Error | null): void {
    if (error) this.#failure = error;
    else if (this.#pending.length >= (this.#draining ? 1 : SPILL_WRITE_SIZE)) this.#writePending();
    if (!this.#draining || !this.#busy) this.#settleWaiter(this.#failure);
  }

  #settleWaiter(failure: Error | undefined): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (failure) waiting?.reject(failure);
    else waiting?.resolve();
  }
}
