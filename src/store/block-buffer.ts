import type { BufferPool } from '../base/index.ts';

/** Bytes of one block: a small image fits, and a thousand senders at once hold no more than 64 MB. */
export const BLOCK_SIZE = 64 * 1024;

/** Bytes copied into blocks that are used again, so that passing them on costs no new memory. */
export class BlockBuffer {
  readonly #pool: BufferPool;
  #blocks: Uint8Array[] = [];
  /** Bytes in the last block. */
  #used = BLOCK_SIZE;
  length = 0;

  constructor(pool: BufferPool) {
    this.#pool = pool;
  }

  /** What appending so many bytes takes from the pool, bytes. */
  growth(length: number): number {
    const missing = length - (BLOCK_SIZE - this.#used);
    return missing <= 0 ? 0 : Math.ceil(missing / BLOCK_SIZE) * BLOCK_SIZE;
  }

  append(bytes: Uint8Array): void {
    this.length += bytes.length;
    let at = 0;
    while (at < bytes.length) {
      if (this.#used === BLOCK_SIZE) this.#addBlock();
      const count = Math.min(bytes.length - at, BLOCK_SIZE - this.#used);
      const whole = at === 0 && count === bytes.length;
      this.#blocks.at(-1)!.set(whole ? bytes : bytes.subarray(at, at + count), this.#used);
      this.#used += count;
      at += count;
    }
  }

  /** Everything appended so far, which this no longer holds; to be given back with {@link giveBack}. */
  take(): Uint8Array[] {
    const blocks = this.#blocks;
    const last = blocks.length - 1;
    if (last >= 0) blocks[last] = blocks[last]!.subarray(0, this.#used);
    this.#blocks = [];
    this.#used = BLOCK_SIZE;
    this.length = 0;
    return blocks;
  }

  giveBack(blocks: readonly Uint8Array[]): void {
    for (const block of blocks) this.#pool.give(block);
  }

  #addBlock(): void {
    this.#blocks.push(this.#pool.take(BLOCK_SIZE));
    this.#used = 0;
  }
}
