/** The two questions an element header asks of its transfer syntax. */
export interface Encoding {
  readonly explicitVr: boolean;
  readonly littleEndian: boolean;
}

/** UN of undefined length holds implicit VR little endian whatever is around it (PS3.5 6.2.2, CP-246). */
export const implicitLittleEndian: Encoding = { explicitVr: false, littleEndian: true };

/** Longest stretch of a source that is turned into one string at once. */
const textWindow = 32 * 1024;

/** Where the bytes of that stretch lose their high bits, so that each becomes one character. */
const scratch = new Uint32Array(textWindow / 4);
const scratchBytes = new Uint8Array(scratch.buffer);

const ascii = new TextDecoder();

/**
 * The bytes that elements point into. They are never copied; while a header arrives in several chunks, `bytes` moves
 * to a larger buffer with the same content in front.
 */
export class Source {
  bytes: Uint8Array;
  /** Whether damage ends a data set or item quietly, instead of with an error. */
  readonly tolerant: boolean;
  #text: string | undefined;
  /** Bytes that `#text` covers: what is worth decoding is known when parsing has ended. */
  textEnd = 0;

  constructor(bytes: Uint8Array, tolerant = false) {
    this.tolerant = tolerant;
    this.bytes = plainBytes(bytes);
  }

  /** The same bytes, and more, in another buffer. */
  move(bytes: Uint8Array): void {
    this.bytes = plainBytes(bytes);
    this.#text = undefined;
  }

  /** Takes its own copy of the bytes before `end`; what follows them is let go. */
  own(end: number): void {
    this.move(this.bytes.slice(0, end));
  }

  /** Two unsigned bytes as one number. */
  uint16(at: number, littleEndian: boolean): number {
    const { bytes } = this;
    return littleEndian ? bytes[at]! | (bytes[at + 1]! << 8) : (bytes[at]! << 8) | bytes[at + 1]!;
  }

  uint32(at: number, littleEndian: boolean): number {
    const b = this.bytes;
    return littleEndian
      ? (b[at]! | (b[at + 1]! << 8) | (b[at + 2]! << 16) | (b[at + 3]! << 24)) >>> 0
      : (b[at + 3]! | (b[at + 2]! << 8) | (b[at + 1]! << 16) | (b[at]! << 24)) >>> 0;
  }

  /** A tag: two 16-bit numbers, each in the byte order of the encoding (PS3.5 7.1). */
  tag(at: number, littleEndian: boolean): number {
    const b = this.bytes;
    return littleEndian
      ? (b[at + 2]! | (b[at + 3]! << 8) | (b[at]! << 16) | (b[at + 1]! << 24)) >>> 0
      : this.uint32(at, false);
  }

  /**
   * Bytes below 128 as characters. One string is made of the whole header and cut: a decoder call for each value costs
   * more than the values.
   */
  ascii(start: number, end: number): string {
    const windowEnd = Math.min(this.textEnd, textWindow);
    if (end > windowEnd) return ascii.decode(this.bytes.subarray(start, end));
    this.#text ??= this.#windowText(windowEnd);
    return this.#text.slice(start, end);
  }

  #windowText(end: number): string {
    scratchBytes.set(this.bytes.subarray(0, end));
    const words = (end + 3) >>> 2;
    for (let i = 0; i < words; i++) scratch[i]! &= 0x7f7f7f7f;
    return ascii.decode(scratchBytes.subarray(0, end));
  }
}

/** One hidden class for all sources keeps the parser's byte access fast: a Buffer becomes a view of itself. */
function plainBytes(bytes: Uint8Array): Uint8Array {
  if (bytes.constructor === Uint8Array) return bytes;
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
