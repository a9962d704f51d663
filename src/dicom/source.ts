/** The two questions an element header asks of its transfer syntax. */
export interface Encoding {
  readonly explicitVr: boolean;
  readonly littleEndian: boolean;
}

/** UN of undefined length holds implicit VR little endian whatever is around it (PS3.5 6.2.2, CP-246). */
export const implicitLittleEndian: Encoding = { explicitVr: false, littleEndian: true };

/** Longest stretch of a source that is turned into one string at once. */
const textWindow = 64 * 1024;

const latin1 = new TextDecoder('latin1');

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
   * Bytes as characters of the same number, which is their meaning where all are below 128. One string is made of the
   * whole header and cut, since a decoder call per value costs more than the values.
   */
  latin1(start: number, end: number): string {
    if (end > Math.min(this.textEnd, textWindow)) return latin1.decode(this.bytes.subarray(start, end));
    this.#text ??= latin1.decode(this.bytes.subarray(0, Math.min(this.textEnd, textWindow)));
    return this.#text.slice(start, end);
  }
}

/** One hidden class for all sources keeps the parser's byte access fast: a Buffer becomes a view of itself. */
function plainBytes(bytes: Uint8Array): Uint8Array {
  if (bytes.constructor === Uint8Array) return bytes;
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
