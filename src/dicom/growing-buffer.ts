import { IsocenterError } from '../base/index.ts';

/**
 * Chunks put together. One chunk is used as it is; from the second on they are copied into a buffer that doubles, so a
 * byte is copied a bounded number of times however small the chunks are.
 */
export class GrowingBuffer {
  /** At least `length` bytes; what follows them is not defined. */
  bytes: Uint8Array = new Uint8Array(0);
  length = 0;
  readonly #limit: number;
  #isOwn = false;

  /** Over `limit` bytes: `dicom/limit`. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  append(chunk: Uint8Array): void {
    const length = this.length + chunk.length;
    if (this.length === 0 && !this.#isOwn) {
      this.bytes = chunk;
    } else {
      this.#reserve(length);
      this.bytes.set(chunk, this.length);
    }
    this.length = length;
  }

  /** From now on nothing is read from the chunk that `bytes` may be a view of. */
  own(): void {
    if (!this.#isOwn && this.length > 0) this.#reserve(this.length);
  }

  /** Forgets the bytes from an offset on. */
  cut(length: number): void {
    this.length = Math.min(this.length, length);
  }

  #reserve(length: number): void {
    if (length > this.#limit) {
      throw new IsocenterError('dicom/limit', { what: 'Header size', value: length, limit: this.#limit });
    }
    if (this.#isOwn && length <= this.bytes.length) return;
    const doubled = Math.min(this.#isOwn ? this.bytes.length * 2 : length, this.#limit);
    const grown = new Uint8Array(Math.max(length, doubled, 16 * 1024));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
    this.#isOwn = true;
  }
}
