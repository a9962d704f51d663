import { PduError } from './pdu-error.ts';

/** A bounded big-endian cursor (PS3.8 9.3.1). Reading past the end throws PduError naming `what`. */
export class ByteReader {
  readonly #bytes: Buffer;
  readonly #what: string;
  #at = 0;

  constructor(bytes: Uint8Array, what: string) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#what = what;
  }

  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  u8(): number {
    return this.#bytes.readUInt8(this.#advance(1));
  }

  u16(): number {
    return this.#bytes.readUInt16BE(this.#advance(2));
  }

  u32(): number {
    return this.#bytes.readUInt32BE(this.#advance(4));
  }

  skip(length: number): void {
    this.#advance(length);
  }

  take(length: number): Uint8Array {
    const start = this.#advance(length);
    return this.#bytes.subarray(start, start + length);
  }

  /** ISO 646 text without the spaces and NULs around it. */
  text(length: number): string {
    const start = this.#advance(length);
    return trimPadding(this.#bytes.toString('latin1', start, start + length));
  }

  sub(length: number, what: string): ByteReader {
    return new ByteReader(this.take(length), what);
  }

  #advance(length: number): number {
    const start = this.#at;
    if (start + length > this.#bytes.length) throw new PduError(`${this.#what} ends early`);
    this.#at = start + length;
    return start;
  }
}

function trimPadding(text: string): string {
  let start = 0;
  let end = text.length;
  while (end > start && isPadding(text.charCodeAt(end - 1))) end--;
  while (start < end && text.charCodeAt(start) === 0x20) start++;
  return text.slice(start, end);
}

// Biome forbids NUL in regular expressions, and this is faster.
const isPadding = (code: number): boolean => code === 0x20 || code === 0x00;
