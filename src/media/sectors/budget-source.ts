import { IsocenterError } from '../../base/index.ts';
import type { ByteSource } from './byte-source.ts';

/** As often as everything may be read, and for small images so many bytes more. */
const TIMES = 2;
const ALWAYS_ALLOWED = 64 * 2 ** 20;

/**
 * Structures of an image, of which each is read about once: one that leads back to itself, in whatever way, comes to an end
 * here with `disc/limit`.
 */
export class BudgetSource implements ByteSource {
  readonly size: number;
  readonly #source: ByteSource;
  readonly #limit: number;
  #read = 0;

  constructor(source: ByteSource) {
    this.#source = source;
    this.size = source.size;
    this.#limit = source.size * TIMES + ALWAYS_ALLOWED;
  }

  async fill(target: Uint8Array, position: number): Promise<void> {
    this.#read += target.length;
    if (this.#read > this.#limit)
      throw new IsocenterError('disc/limit', {
        ...{ what: 'What is read to list a disc image', value: this.#read, limit: this.#limit },
      });
    await this.#source.fill(target, position);
  }
}
