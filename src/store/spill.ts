import { createHash } from 'node:crypto';
import fs from 'node:fs';
import type { BlockBuffer } from './block-buffer.ts';
import { dropBytes } from './file-sync.ts';

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
  readonly fd: number;
  readonly #hash = createHash('sha256');
  readonly #pending: BlockBuffer;
  #position: number;
  #unsyncedBytes = 0;
  #busy = false;
  #draining = false;
  #failure: Error | undefined;
  #waiting: PromiseWithResolvers<void> | undefined;
  #aborted = false;

  /** Goes on with what `pending` holds already; it is the spill's from now on. */
  constructor(fd: number, start: number, pending: BlockBuffer) {
    this.fd = fd;
    this.#position = start;
    this.#pending = pending;
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
    return this.#hash.digest('hex');
  }

  /** Closes the file, after the call that may be using it. */
  abort(): void {
    if (this.#aborted) return;
    this.#aborted = true;
    this.#pending.giveBack(this.#pending.take());
    this.#settleWaiter(new Error('the draft was discarded'));
    if (!this.#busy) fs.closeSync(this.fd);
  }

  #wait(): Promise<void> {
    this.#waiting ??= Promise.withResolvers<void>();
    return this.#waiting.promise;
  }

  #writePending(): void {
    const blocks = this.#pending.take();
    for (const block of blocks) this.#hash.update(block);
    this.#busy = true;
    this.#write(blocks, (error) => {
      this.#pending.giveBack(blocks);
      this.#written(error);
    });
  }

  #write(pieces: readonly Uint8Array[], done: (error: Error | null) => void): void {
    fs.writev(this.fd, pieces, this.#position, (error, written) => {
      if (error) return done(error);
      this.#position += written;
      this.#unsyncedBytes += written;
      const rest = dropBytes(pieces, written);
      if (rest.length > 0 && !this.#aborted) this.#write(rest, done);
      else done(null);
    });
  }

  #written(error: Error | null): void {
    const isEnough = this.#unsyncedBytes >= SPILL_SYNC_EVERY;
    if (isEnough) this.#unsyncedBytes = 0;
    if (isEnough && !error && !this.#aborted) fs.fdatasync(this.fd, (failure) => this.#done(failure));
    else this.#done(error);
  }

  #done(error: Error | null): void {
    this.#busy = false;
    if (this.#aborted) fs.closeSync(this.fd);
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
