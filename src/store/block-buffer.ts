import { BLOCK_SIZE, type BlockPool } from './block-pool.ts';

/** Bytes copied into blocks of a pool, with room for a head in front of them. */
export class BlockBuffer {
  readonly pool: BlockPool;
  #blocks: Uint8Array[] = [];
  /** Bytes in the last block. */
  #used = BLOCK_SIZE;
  /** Bytes left free at the beginning of the next block. */
  #headroom: number;
  /** Bytes appended and not yet taken. */
  length = 0;

  /** `headroom`: fewer than BLOCK_SIZE bytes, at the beginning of the very first block. */
  constructor(pool: BlockPool, headroom: number) {
    this.pool = pool;
    this.#headroom = headroom;
  }

  /** What appending so many bytes takes from the pool, bytes. */
  growth(length: number): number {
    const missing = length + this.#headroom - (BLOCK_SIZE - this.#used);
    return missing <= 0 ? 0 : Math.ceil(missing / BLOCK_SIZE) * BLOCK_SIZE;
  }

  append(bytes: Uint8Array): void {
    this.length += bytes.length;
    let at = 0;
    while (at < bytes.length) {
      if (this.#used === BLOCK_SIZE) this.#addBlock();
      const count = Math.min(bytes.length - at, BLOCK_SIZE - this.#used);
      const isWhole = at === 0 && count === bytes.length;
      this.#blocks.at(-1)!.set(isWhole ? bytes : bytes.subarray(at, at + count), this.#used);
      this.#used += count;
      at += count;
    }
  }

  /** Blocks that are full, which this no longer holds. */
  takeFull(): Uint8Array[] {
    const last = this.#used < BLOCK_SIZE ? this.#blocks.pop() : undefined;
    const full = this.#blocks;
    this.#blocks = last ? [last] : [];
    this.length = last ? this.#used : 0;
    return full;
  }

  /** All blocks, the last as far as it is filled; at least one when there is a headroom. To be given back. */
  takeAll(): Uint8Array[] {
    if (this.#headroom > 0) this.#addBlock();
    const blocks = this.#blocks;
    const last = blocks.length - 1;
    if (last >= 0) blocks[last] = blocks[last]!.subarray(0, this.#used);
    this.#blocks = [];
    this.#used = BLOCK_SIZE;
    this.length = 0;
    return blocks;
  }

  giveBack(blocks: readonly Uint8Array[]): void {
    for (const block of blocks) this.pool.give(block);
  }

  #addBlock(): void {
    this.#blocks.push(this.pool.take());
    this.#used = this.#headroom;
    this.#headroom = 0;
  }
}
