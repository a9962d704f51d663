import { IsocenterError } from '../base/index.ts';

const lengthBase = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
  227, 258,
];
const lengthExtra = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const distanceBase = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
  6145, 8193, 12289, 16385, 24577,
];
const distanceExtra = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];
const codeLengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** Longest Huffman code (RFC 1951 3.2.7). */
const maxBits = 15;

/** A canonical Huffman code: how many codes of each length, and the symbols in code order. */
interface Code {
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
}

const fixedLiterals = makeCode(
  Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)),
);
const fixedDistances = makeCode(new Uint8Array(30).fill(5));

/** Signals the end of the compressed bytes inside a block. */
const ranOut = Symbol('ran out of bytes');

/**
 * Inflates a raw deflate stream (RFC 1951), the form of deflated transfer syntaxes (PS3.5 A.5), at most to `limit`
 * bytes: more is `dicom/limit`. A stream that ends early is `dicom/truncated`; with `partial` what there is comes back.
 */
export function inflateRaw(bytes: Uint8Array, limit: number, partial = false): Uint8Array {
  const inflater = new Inflater(bytes, limit);
  try {
    inflater.run();
  } catch (error) {
    if (error !== ranOut) throw error;
    if (!partial) throw new IsocenterError('dicom/truncated', { offset: bytes.length, needed: 1 });
  }
  return inflater.output.subarray(0, inflater.length);
}

class Inflater {
  output: Uint8Array;
  length = 0;
  readonly #input: Uint8Array;
  readonly #limit: number;
  #at = 0;
  #bits = 0;
  #bitCount = 0;

  constructor(input: Uint8Array, limit: number) {
    this.#input = input;
    this.#limit = limit;
    this.output = new Uint8Array(Math.min(limit, Math.max(1024, input.length * 4)));
  }

  run(): void {
    let isLast = false;
    while (!isLast) {
      isLast = this.#take(1) === 1;
      this.#block(this.#take(2));
    }
  }

  #block(type: number): void {
    if (type === 0) this.#stored();
    else if (type === 1) this.#compressed(fixedLiterals, fixedDistances);
    else if (type === 2) this.#dynamic();
    else fail('an unknown block type');
  }

  #stored(): void {
    this.#bits = 0;
    this.#bitCount = 0;
    const length = this.#byte() | (this.#byte() << 8);
    if ((this.#byte() | (this.#byte() << 8)) !== (~length & 0xffff)) fail('a bad stored length');
    const chunk = this.#input.subarray(this.#at, this.#at + length);
    this.#reserve(chunk.length);
    this.output.set(chunk, this.length);
    this.length += chunk.length;
    this.#at += chunk.length;
    if (chunk.length < length) throw ranOut;
  }

  #dynamic(): void {
    const literalCount = this.#take(5) + 257;
    const distanceCount = this.#take(5) + 1;
    const codeLengths = new Uint8Array(19);
    const count = this.#take(4) + 4;
    for (let i = 0; i < count; i++) codeLengths[codeLengthOrder[i]!] = this.#take(3);
    const lengths = this.#codeLengths(makeCode(codeLengths), literalCount + distanceCount);
    this.#compressed(makeCode(lengths.subarray(0, literalCount)), makeCode(lengths.subarray(literalCount)));
  }

  #codeLengths(code: Code, count: number): Uint8Array {
    const lengths = new Uint8Array(count);
    let at = 0;
    while (at < count) {
      const symbol = this.#symbol(code);
      if (symbol < 16) {
        lengths[at++] = symbol;
        continue;
      }
      if (symbol === 16 && at === 0) fail('a repeat of nothing');
      const value = symbol === 16 ? lengths[at - 1]! : 0;
      const repeat =
        symbol === 16 ? this.#take(2) + 3 : symbol === 17 ? this.#take(3) + 3 : this.#take(7) + 11;
      if (at + repeat > count) fail('too many code lengths');
      lengths.fill(value, at, at + repeat);
      at += repeat;
    }
    return lengths;
  }

  #compressed(literals: Code, distances: Code): void {
    for (;;) {
      const symbol = this.#symbol(literals);
      if (symbol === 256) return;
      if (symbol < 256) {
        this.#reserve(1);
        this.output[this.length++] = symbol;
      } else {
        this.#copy(symbol - 257, distances);
      }
    }
  }

  #copy(lengthSymbol: number, distances: Code): void {
    if (lengthSymbol > 28) fail('a bad length');
    const length = lengthBase[lengthSymbol]! + this.#take(lengthExtra[lengthSymbol]!);
    const distanceSymbol = this.#symbol(distances);
    if (distanceSymbol > 29) fail('a bad distance');
    const distance = distanceBase[distanceSymbol]! + this.#take(distanceExtra[distanceSymbol]!);
    if (distance > this.length) fail('a distance before the start');
    this.#reserve(length);
    const { output } = this;
    for (let i = 0; i < length; i++, this.length++) output[this.length] = output[this.length - distance]!;
  }

  #symbol(code: Code): number {
    let value = 0;
    let first = 0;
    let index = 0;
    for (let bits = 1; bits <= maxBits; bits++) {
      value |= this.#take(1);
      const count = code.counts[bits]!;
      if (value - count < first) return code.symbols[index + value - first]!;
      index += count;
      first = (first + count) << 1;
      value <<= 1;
    }
    return fail('an unknown code');
  }

  #take(count: number): number {
    while (this.#bitCount < count) {
      this.#bits |= this.#byte() << this.#bitCount;
      this.#bitCount += 8;
    }
    const value = this.#bits & ((1 << count) - 1);
    this.#bits >>>= count;
    this.#bitCount -= count;
    return value;
  }

  #byte(): number {
    if (this.#at >= this.#input.length) throw ranOut;
    return this.#input[this.#at++]!;
  }

  #reserve(more: number): void {
    const needed = this.length + more;
    if (needed > this.#limit) {
      throw new IsocenterError('dicom/limit', { what: 'Inflated size', value: needed, limit: this.#limit });
    }
    if (needed <= this.output.length) return;
    const grown = new Uint8Array(Math.min(this.#limit, Math.max(needed, this.output.length * 2)));
    grown.set(this.output);
    this.output = grown;
  }
}

function makeCode(lengths: Uint8Array): Code {
  const counts = new Uint16Array(maxBits + 1);
  for (const length of lengths) counts[length]!++;
  counts[0] = 0;
  const next = new Uint16Array(maxBits + 2);
  for (let bits = 1; bits <= maxBits; bits++) next[bits + 1] = next[bits]! + counts[bits]!;
  const symbols = new Uint16Array(lengths.length);
  lengths.forEach((length, symbol) => {
    if (length > 0) symbols[next[length]!++] = symbol;
  });
  return { counts, symbols };
}

function fail(reason: string): never {
  throw new IsocenterError('dicom/not-dicom', { reason: `the deflated data set has ${reason}` });
}
