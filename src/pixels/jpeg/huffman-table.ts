import { bad } from '../frame.ts';

/** Codes up to this length are looked up at once. */
export const FAST_BITS = 9;

/** ITU-T T.81 annex C, ready for decoding. */
export interface HuffmanTable {
  /** By the next `FAST_BITS` bits: length of the code << 8 | its value; 0 for longer codes. */
  readonly fast: Uint16Array;
  /** By length, 1 to 16: -1 in `lastCode` where there is no code of that length. */
  readonly firstCode: Int32Array;
  readonly lastCode: Int32Array;
  readonly firstValue: Int32Array;
  readonly values: Uint8Array;
}

/** From the number of codes of each length, 1 to 16, and the values in order of their codes. */
export function huffmanTable(counts: Uint8Array, values: Uint8Array): HuffmanTable {
  const fast = new Uint16Array(1 << FAST_BITS);
  const firstCode = new Int32Array(17);
  const lastCode = new Int32Array(17).fill(-1);
  const firstValue = new Int32Array(17);
  let code = 0;
  let at = 0;
  for (let length = 1; length <= 16; length++) {
    const count = counts[length - 1]!;
    if (code + count > 1 << length) throw bad('a Huffman table of its JPEG stream has too many codes');
    firstCode[length] = code;
    firstValue[length] = at;
    if (count > 0) lastCode[length] = code + count - 1;
    for (let i = 0; i < count && length <= FAST_BITS; i++) {
      const from = (code + i) << (FAST_BITS - length);
      fast.fill((length << 8) | values[at + i]!, from, from + (1 << (FAST_BITS - length)));
    }
    at += count;
    code = (code + count) << 1;
  }
  return { fast, firstCode, lastCode, firstValue, values };
}
