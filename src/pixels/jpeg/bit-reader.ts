import { bad } from '../frame.ts';
import type { HuffmanTable } from './huffman-table.ts';
import { FAST_BITS } from './huffman-table.ts';

/**
 * The bits of an entropy-coded segment (ITU-T T.81 F.2.2.5). A marker ends them; what is read beyond are zeros, and
 * `check` tells when that was more than padding.
 */
export class BitReader {
  readonly #bytes: Uint8Array;
  /** Of the next byte to take. */
  #position: number;
  #buffer = 0;
  /** Bits in the buffer, the last ones of it. */
  #count = 0;
  /** Bits that were made up after the end. */
  #made = 0;
  #ended = false;

  constructor(bytes: Uint8Array, position: number) {
    this.#bytes = bytes;
    this.#position = position;
  }

  /** The marker that ended the bits, or where it will be looked for. */
  get position(): number {
    return this.#position;
  }

  /** Begins again after a restart marker; what is left before it is padding. */
  restart(): void {
    const marker = this.#nextMarker();
    if (marker < 0xd0 || marker > 0xd7) throw bad('a restart marker of its JPEG stream is missing');
    this.#position += 2;
    this.#buffer = 0;
    this.#count = 0;
    this.#made = 0;
    this.#ended = false;
  }

  /** More was read than there is: `pixels/bad`. */
  check(): void {
    if (this.#made > this.#count) throw bad('its JPEG stream ends too early');
  }

  code(table: HuffmanTable): number {
    if (this.#count < 16) this.#fill();
    const fast = table.fast[(this.#buffer >>> (this.#count - FAST_BITS)) & ((1 << FAST_BITS) - 1)]!;
    if (fast !== 0) {
      this.#count -= fast >>> 8;
      return fast & 0xff;
    }
    return this.#longCode(table);
  }

  /** `length` bits, at most 16. */
  bits(length: number): number {
    if (length === 0) return 0;
    if (this.#count < length) this.#fill();
    this.#count -= length;
    return (this.#buffer >>> this.#count) & ((1 << length) - 1);
  }

  bit(): number {
    if (this.#count < 1) this.#fill();
    return (this.#buffer >>> --this.#count) & 1;
  }

  /** A number in the form of T.81 F.2.2.1: the first bit says the sign. */
  signed(length: number): number {
    const value = this.bits(length);
    return length > 0 && value < 1 << (length - 1) ? value - (1 << length) + 1 : value;
  }

  #longCode(table: HuffmanTable): number {
    for (let length = FAST_BITS + 1; length <= 16; length++) {
      const code = (this.#buffer >>> (this.#count - length)) & ((1 << length) - 1);
      if (code > table.lastCode[length]!) continue;
      this.#count -= length;
      return table.values[table.firstValue[length]! + code - table.firstCode[length]!]!;
    }
    throw bad('its JPEG stream has a code that is in no table');
  }

  #fill(): void {
    while (this.#count <= 24) {
      this.#buffer = (this.#buffer << 8) | this.#next();
      this.#count += 8;
    }
  }

  #next(): number {
    if (!this.#ended) {
      const byte = this.#bytes[this.#position];
      if (byte !== undefined && byte !== 0xff) {
        this.#position++;
        return byte;
      }
      // A zero after FF belongs to it; anything else is a marker.
      if (byte === 0xff && this.#bytes[this.#position + 1] === 0) {
        this.#position += 2;
        return byte;
      }
      this.#ended = true;
    }
    this.#made += 8;
    return 0;
  }

  #nextMarker(): number {
    const bytes = this.#bytes;
    for (let at = this.#position; at + 1 < bytes.length; at++) {
      const second = bytes[at + 1]!;
      if (bytes[at] !== 0xff || second === 0 || second === 0xff) continue;
      this.#position = at;
      return second;
    }
    return -1;
  }
}
