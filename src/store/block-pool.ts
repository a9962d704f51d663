/** Bytes of one block: a small image fits, and a thousand senders at once hold no more than 64 MB. */
export const BLOCK_SIZE = 64 * 1024;
/** Not among the types of Node. */
declare const WebAssembly: {
  readonly Memory: new (pages: { initial: number; maximum: number }) => { readonly buffer: ArrayBuffer };
};

/** Blocks that are used again and again; what is needed beyond them is left to the garbage collector. */
const ARENA_BLOCKS = 256;

/**
 * Memory in blocks that are used again. V8 runs a full collection for every few dozen megabytes that new buffers hold
 * outside its heap. Blocks of the arena begin at a page of memory, which direct writes need; Node has no other call for
 * such memory than WebAssembly's. Pages that nobody has written to yet take no memory.
 */
export class BlockPool {
  #arena: ArrayBuffer | undefined;
  #carved = 0;
  readonly #free: Uint8Array[] = [];

  /** BLOCK_SIZE bytes, with anything in them. Who drops them instead of giving them back only loses the reuse. */
  take(): Uint8Array {
    return this.#free.pop() ?? this.#carve() ?? new Uint8Array(BLOCK_SIZE);
  }

  /** Takes back what `take` gave (or its beginning), once, when nobody reads or writes it any more. */
  give(block: Uint8Array): void {
    const { buffer, byteOffset } = block;
    if (buffer === this.#arena) this.#free.push(new Uint8Array(this.#arena, byteOffset, BLOCK_SIZE));
  }

  /** Whether it may be written past the page cache. */
  isAligned(block: Uint8Array): boolean {
    return block.buffer === this.#arena;
  }

  #carve(): Uint8Array | undefined {
    if (this.#carved === ARENA_BLOCKS) return undefined;
    // WebAssembly counts in pages of 64 KiB as well.
    this.#arena ??= new WebAssembly.Memory({ initial: ARENA_BLOCKS, maximum: ARENA_BLOCKS }).buffer;
    return new Uint8Array(this.#arena, BLOCK_SIZE * this.#carved++, BLOCK_SIZE);
  }
}
