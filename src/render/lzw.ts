/** The compression of GIF (GIF89a appendix F): codes of growing width, the lowest bits first, in blocks of a length byte each. */

const LITERALS = 256;
const CLEAR = 256;
const END = 257;
const FIRST_CODE = 258;
/** Codes have 12 bits at most. */
const CODES = 4096;
const FIRST_WIDTH = 9;
const BLOCK_BYTES = 255;
/** For codes that clear the table, and the ends of everything, bytes. */
const ROOM_FOR_ENDS = 64;

/** Bytes that so many indexes take at most: 12 bits for each, for one clearing in 3,838, and for the lengths of blocks. */
const longest = (indexes: number): number =>
  Math.ceil(((indexes + indexes / (CODES - FIRST_CODE)) * 1.5 * (BLOCK_BYTES + 1)) / BLOCK_BYTES) +
  ROOM_FOR_ENDS;

/** Indexes of 8 bits as blocks, the empty one at the end included. At least one index. */
export function lzw(indexes: Uint8Array): Uint8Array {
  const out = new BlockWriter(longest(indexes.length));
  /** The code of a known string and one more index; 0 where that is not known. */
  const longer = new Uint16Array(CODES * LITERALS);
  let [next, width] = [FIRST_CODE, FIRST_WIDTH];
  out.code(CLEAR, width);
  let string = indexes[0]!;
  for (let at = 1; at < indexes.length; at++) {
    const slot = string * LITERALS + indexes[at]!;
    const known = longer[slot]!;
    if (known !== 0) {
      string = known;
      continue;
    }
    out.code(string, width);
    string = indexes[at]!;
    if (next === CODES) {
      out.code(CLEAR, width);
      longer.fill(0);
      [next, width] = [FIRST_CODE, FIRST_WIDTH];
      continue;
    }
    // A reader knows a code one step later than we do.
    if (next >= 1 << width) width++;
    longer[slot] = next++;
  }
  out.code(string, width);
  out.code(END, width);
  return out.end();
}

class BlockWriter {
  readonly #bytes: Uint8Array;
  /** Where the length of the block stands that is being written. */
  #start = 0;
  #at = 1;
  #bits = 0;
  #count = 0;

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity);
  }

  code(value: number, width: number): void {
    this.#bits |= value << this.#count;
    this.#count += width;
    while (this.#count >= 8) {
      this.#byte(this.#bits & 0xff);
      this.#bits >>>= 8;
      this.#count -= 8;
    }
  }

  end(): Uint8Array {
    if (this.#count > 0) this.#byte(this.#bits & 0xff);
    if (this.#at - this.#start > 1) this.#closeBlock();
    // The length of the last block, which has nothing in it, is there already.
    return this.#bytes.subarray(0, this.#start + 1);
  }

  #byte(value: number): void {
    this.#bytes[this.#at++] = value;
    if (this.#at - this.#start > BLOCK_BYTES) this.#closeBlock();
  }

  #closeBlock(): void {
    this.#bytes[this.#start] = this.#at - this.#start - 1;
    this.#start = this.#at++;
  }
}
