import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { dropBytes } from './file-sync.ts';

/** Bytes gathered for one write. */
export const SPILL_WRITE_SIZE = 512 * 1024;
/** Bytes waiting for the disk before the sender has to wait too. */
export const MAX_SPILL_PENDING = 2 * 1024 * 1024;
/** Chunks waiting, for senders of tiny ones: each may hold on to the much larger buffer it was cut from. */
export const MAX_SPILL_CHUNKS = 256;
/** Bytes handed to the kernel before it must have written them: bounds the last sync, and dirty pages. */
export const SPILL_SYNC_EVERY = 32 * 1024 * 1024;

/**
 * A body too large for memory on its way into a file. Writes run on the pool, one at a time, while the next chunks are
 * gathered; a slow disk therefore slows its own sender only. The first failure is final.
 */
export class Spill {
  readonly fd: number;
  readonly #hash = createHash('sha256');
  #position: number;
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;
  #unsyncedBytes = 0;
  #busy = false;
  #draining = false;
  #failure: Error | undefined;
  #waiting: PromiseWithResolvers<void> | undefined;
  #aborted = false;

  constructor(fd: number, start: number) {
    this.fd = fd;
    this.#position = start;
  }

  write(chunk: Uint8Array): void | Promise<void> {
    if (this.#failure) throw this.#failure;
    this.#hash.update(chunk);
    this.#pending.push(chunk);
    this.#pendingBytes += chunk.length;
    if (!this.#busy && this.#isWorthWriting()) this.#writePending();
    if (this.#isCrowded()) return this.#wait();
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
    this.#pending = [];
    this.#settleWaiter(new Error('the draft was discarded'));
    if (!this.#busy) fs.closeSync(this.fd);
  }

  #wait(): Promise<void> {
    this.#waiting ??= Promise.withResolvers<void>();
    return this.#waiting.promise;
  }

  #isCrowded(): boolean {
    return this.#pendingBytes >= MAX_SPILL_PENDING || this.#pending.length >= 2 * MAX_SPILL_CHUNKS;
  }

  #isWorthWriting(): boolean {
    return this.#pendingBytes >= SPILL_WRITE_SIZE || this.#pending.length >= MAX_SPILL_CHUNKS;
  }

  #writePending(): void {
    const chunks = this.#pending;
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#busy = true;
    this.#writeChunks(chunks);
  }

  #writeChunks(chunks: readonly Uint8Array[]): void {
    fs.writev(this.fd, chunks, this.#position, (error, written) => {
      if (error) return this.#done(error);
      this.#position += written;
      this.#unsyncedBytes += written;
      const rest = dropBytes(chunks, written);
      if (rest.length > 0 && !this.#aborted) this.#writeChunks(rest);
      else if (this.#unsyncedBytes >= SPILL_SYNC_EVERY) this.#syncNow();
      else this.#done(null);
    });
  }

  #syncNow(): void {
    this.#unsyncedBytes = 0;
    fs.fdatasync(this.fd, (error) => this.#done(error));
  }

  #done(error: Error | null): void {
    this.#busy = false;
    if (this.#aborted) fs.closeSync(this.fd);
    else this.#goOn(error);
  }

  #goOn(error: Error | null): void {
    if (error) this.#failure = error;
    else if (this.#draining ? this.#pending.length > 0 : this.#isWorthWriting()) this.#writePending();
    if (!this.#draining || !this.#busy) this.#settleWaiter(this.#failure);
  }

  #settleWaiter(failure: Error | undefined): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (failure) waiting?.reject(failure);
    else waiting?.resolve();
  }
}
