import { IsocenterError } from '../base/index.ts';
import { itemHeaderLength, itemTags, undefinedLength } from './item-tags.ts';
import { formatTag } from './tag.ts';

/**
 * Follows the fragments of encapsulated pixel data (PS3.5 A.4) as they pass, without looking into them or keeping any,
 * to tell whether they are whole. What comes after their delimiter is not looked at.
 */
export class FragmentWalker {
  readonly #header = new Uint8Array(itemHeaderLength);
  readonly #view = new DataView(this.#header.buffer);
  #filled = 0;
  /** Bytes of the current fragment still to come. */
  #toSkip = 0;
  #walked = 0;
  #ended = false;

  /** The next bytes, from the first item on. Anything but a fragment: `dicom/bad-length`. */
  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length && !this.#ended; ) {
      const step = this.#toSkip > 0 ? this.#skip(bytes.length - at) : this.#fill(bytes, at);
      at += step;
      this.#walked += step;
    }
  }

  /** There are no more bytes. Without the delimiter: `dicom/truncated`, its offset counted from the first item. */
  end(): void {
    if (this.#ended) return;
    const needed = this.#toSkip || itemHeaderLength - this.#filled;
    throw new IsocenterError('dicom/truncated', { offset: this.#walked, needed });
  }

  #skip(available: number): number {
    const skipped = Math.min(this.#toSkip, available);
    this.#toSkip -= skipped;
    return skipped;
  }

  #fill(bytes: Uint8Array, at: number): number {
    const piece = bytes.subarray(at, at + itemHeaderLength - this.#filled);
    this.#header.set(piece, this.#filled);
    this.#filled += piece.length;
    if (this.#filled === itemHeaderLength) this.#readHeader();
    return piece.length;
  }

  #readHeader(): void {
    this.#filled = 0;
    const tag = this.#view.getUint16(0, true) * 0x10000 + this.#view.getUint16(2, true);
    const length = this.#view.getUint32(4, true);
    if (tag === itemTags.sequenceEnd) this.#ended = true;
    else if (tag === itemTags.item && length !== undefinedLength) this.#toSkip = length;
    else throw new IsocenterError('dicom/bad-length', { tag: formatTag(tag), length });
  }
}
