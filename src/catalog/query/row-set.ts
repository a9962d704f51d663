/** A word has 32 bits: what a shift by 5 leaves of an id is its word, the rest its bit. */
const BITS = 32;
const SHIFT = 5;
const SMALLEST_LENGTH = 1_024;

/** Ids of rows below 2 ** 32, one bit for each that there may be: what a hash of a million takes 50 MB for takes 125 kB. */
export class RowSet {
  #words = new Uint32Array(SMALLEST_LENGTH);
  #size = 0;

  constructor(ids: Iterable<number> = []) {
    for (const id of ids) this.add(id);
  }

  get size(): number {
    return this.#size;
  }

  has(id: number): boolean {
    return ((this.#words[id >>> SHIFT] ?? 0) & bitOf(id)) !== 0;
  }

  add(id: number): void {
    const word = id >>> SHIFT;
    if (word >= this.#words.length) this.#grow(word + 1);
    if (this.has(id)) return;
    this.#words[word]! |= bitOf(id);
    this.#size += 1;
  }

  delete(id: number): void {
    if (!this.has(id)) return;
    this.#words[id >>> SHIFT]! &= ~bitOf(id);
    this.#size -= 1;
  }

  /** Ascending. */
  *[Symbol.iterator](): Generator<number> {
    for (const [index, word] of this.#words.entries()) {
      for (let bit = 0, rest = word; rest !== 0; bit++, rest >>>= 1) {
        if ((rest & 1) === 1) yield index * BITS + bit;
      }
    }
  }

  #grow(words: number): void {
    const larger = new Uint32Array(Math.max(words, 2 * this.#words.length));
    larger.set(this.#words);
    this.#words = larger;
  }
}

/** A shift takes no more than the bit from the id. */
const bitOf = (id: number): number => 1 << id;
