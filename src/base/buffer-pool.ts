/** Lengths are rounded up to this, bytes, so that the slices of a series fit in each other's buffers. */
const STEP = 64 * 1024;

/**
 * Buffers that are used again. V8 runs a full collection for every few dozen megabytes that new ones hold outside of
 * its heap: sending CT images from fresh buffers spends two thirds of its processor time on that.
 */
export class BufferPool {
  readonly #keep: number;
  #spare: ArrayBuffer[] = [];
  #kept = 0;

  /** `keep`: bytes that lie ready at most; what is given back beyond them is left to the garbage collector. */
  constructor(keep: number) {
    this.#keep = keep;
  }

  /** So many bytes, with anything in them. Who drops them instead of giving them back only loses the reuse. */
  take(length: number): Uint8Array {
    const at = this.#spare.findIndex(({ byteLength }) => byteLength >= length);
    const buffer = at < 0 ? new ArrayBuffer(Math.ceil(length / STEP) * STEP) : this.#spare[at]!;
    if (at >= 0) {
      this.#spare.splice(at, 1);
      this.#kept -= buffer.byteLength;
    }
    return new Uint8Array(buffer, 0, length);
  }

  /** Takes back what `take` gave, once, when nobody reads or writes it any more. */
  give({ buffer }: Uint8Array): void {
    if (!(buffer instanceof ArrayBuffer) || this.#kept + buffer.byteLength > this.#keep) return;
    this.#spare.push(buffer);
    this.#kept += buffer.byteLength;
  }

  lease(): Lease {
    return new Lease(this);
  }
}

/** Buffers of a pool that are given back together. */
export class Lease {
  readonly #pool: BufferPool;
  #taken: Uint8Array[] = [];

  constructor(pool: BufferPool) {
    this.#pool = pool;
  }

  take(length: number): Uint8Array {
    const bytes = this.#pool.take(length);
    this.#taken.push(bytes);
    return bytes;
  }

  end(): void {
    for (const bytes of this.#taken.splice(0)) this.#pool.give(bytes);
  }
}
