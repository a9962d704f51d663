/** How fast bytes go, over the last seconds. */

/** Longer ones are steadier, shorter ones follow a line that changes. Milliseconds. */
const windowMs = 10_000;
/** Nothing can be said before, milliseconds. */
const shortestMs = 1_000;

export class Rate {
  #samples: { readonly at: number; readonly bytes: number }[] = [];

  /** @param bytes since the beginning; @param at milliseconds */
  add(bytes: number, at: number): void {
    this.#samples.push({ at, bytes });
    while (this.#samples.length > 2 && at - this.#samples[0]!.at > windowMs) this.#samples.shift();
  }

  /** Bytes each second; undefined where that cannot be said yet. */
  get bytesEachSecond(): number | undefined {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (!first || !last || last.at - first.at < shortestMs) return undefined;
    return ((last.bytes - first.bytes) / (last.at - first.at)) * 1_000;
  }
}
