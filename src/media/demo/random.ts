/** Numbers in [0, 1) that are the same for the same seed on every machine (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** A power of two, so that walking round it is a mask. */
const NOISE_LENGTH = 1 << 18;

/**
 * Normally distributed noise (mean 0, deviation 1), drawn once and read from a random place on for every image:
 * millions of pixels need no millions of logarithms.
 */
export class Noise {
  readonly #values = new Float32Array(NOISE_LENGTH);
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
    for (let i = 0; i < NOISE_LENGTH; i++) {
      this.#values[i] = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    }
  }

  /** A sequence of its own for one image: `at(i)` for pixel i. */
  sequence(): (index: number) => number {
    const start = Math.floor(this.#random() * NOISE_LENGTH);
    return (index) => this.#values[(start + index) & (NOISE_LENGTH - 1)] as number;
  }
}
