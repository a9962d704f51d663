import type { ByteSource } from './byte-source.ts';

/** A run of bytes of a file. */
export interface Extent {
  /** In the image, bytes; undefined where nothing was recorded, which reads as zeros. */
  readonly position: number | undefined;
  /** Bytes. */
  readonly length: number;
}

export const lengthOf = (extents: readonly Extent[]): number =>
  extents.reduce((sum, { length }) => sum + length, 0);

/** A part of a file that is spread over the image; its own positions begin at 0. */
export class ExtentSource implements ByteSource {
  readonly size: number;
  readonly #source: ByteSource;
  readonly #extents: readonly Extent[];

  constructor(source: ByteSource, extents: readonly Extent[]) {
    this.#source = source;
    this.#extents = extents;
    this.size = lengthOf(extents);
  }

  async fill(target: Uint8Array, position: number): Promise<void> {
    let start = 0;
    for (const extent of this.#extents) {
      const from = Math.max(position, start);
      const to = Math.min(position + target.length, start + extent.length);
      if (from < to) {
        const part = target.subarray(from - position, to - position);
        if (extent.position === undefined) part.fill(0);
        else await this.#source.fill(part, extent.position + from - start);
      }
      start += extent.length;
    }
  }
}
