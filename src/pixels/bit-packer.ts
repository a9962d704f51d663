/**
 * Puts frames of one bit samples behind each other: native pixel data leaves no gap between them, so that a frame may
 * begin within a byte (PS3.5 8.1.1).
 */
export class BitPacker {
  readonly #frameBits: number;
  /** Bits of the last byte that are taken, and that byte. */
  #used = 0;
  #last = 0;

  constructor(frameBits: number) {
    this.#frameBits = frameBits;
  }

  /** The bytes that one more frame fills. */
  push(frame: Uint8Array): Uint8Array {
    const bits = this.#used + this.#frameBits;
    const packed = new Uint8Array(Math.ceil(bits / 8));
    packed[0] = this.#last;
    for (let i = 0; i < frame.length; i++) {
      packed[i]! |= frame[i]! << this.#used;
      if (i + 1 < packed.length) packed[i + 1] = frame[i]! >>> (8 - this.#used);
    }
    this.#used = bits % 8;
    this.#last = this.#used > 0 ? packed.at(-1)! : 0;
    return this.#used > 0 ? packed.subarray(0, -1) : packed;
  }

  /** The last byte, where it is not full. */
  end(): Uint8Array {
    return this.#used > 0 ? Uint8Array.of(this.#last) : new Uint8Array(0);
  }
}
