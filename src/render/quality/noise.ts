/** How much of what is measured is noise: of one image, and over time. Rough figures, to compare scans of one protocol with. */
import { thresholdOf } from './threshold.ts';

/** The noise of magnitude images where there is no signal is spread by this part of what it is elsewhere (Gudbjartsson and Patz 1995). */
const RAYLEIGH = 0.655;
/** Of the width and the height: corners, where MR images show air. */
const CORNER = 1 / 8;
/** Of the air. Where more is nothing at all it was cut out, and says nothing of noise. */
const EMPTY_SHARE = 0.25;

/**
 * Mean of the object over the noise in the corners of a magnitude image. Undefined where the corners are cut out, or where there is no
 * object.
 */
export function signalToNoise(samples: ArrayLike<number>, columns: number): number | undefined {
  const threshold = thresholdOf(samples);
  if (threshold === undefined) return undefined;
  const rows = Math.floor(samples.length / columns);
  const [side, height] = [Math.floor(columns * CORNER), Math.floor(rows * CORNER)];
  const air: number[] = [];
  let [sum, count] = [0, 0];
  for (let i = 0; i < samples.length; i++) {
    const value = samples[i]!;
    if (value >= threshold) {
      sum += value;
      count += 1;
      continue;
    }
    const [x, y] = [i % columns, Math.floor(i / columns)];
    if ((x < side || x >= columns - side) && (y < height || y >= rows - height)) air.push(value);
  }
  const empty = air.filter((value) => value === 0).length;
  if (count === 0 || air.length === 0 || empty > air.length * EMPTY_SHARE) return undefined;
  const mean = air.reduce((total, value) => total + value, 0) / air.length;
  const deviation = Math.sqrt(air.reduce((total, value) => total + (value - mean) ** 2, 0) / air.length);
  return deviation > 0 ? (RAYLEIGH * (sum / count)) / deviation : undefined;
}

/** One place of a series over time: sums for each pixel, whatever the number of images. */
export class TemporalSums {
  readonly #sum: Float64Array;
  readonly #squares: Float64Array;
  readonly #byTime: Float64Array;
  #times = 0;

  constructor(pixels: number) {
    this.#sum = new Float64Array(pixels);
    this.#squares = new Float64Array(pixels);
    this.#byTime = new Float64Array(pixels);
  }

  /** The next image; images that are larger or smaller are left out. */
  add(samples: ArrayLike<number>): void {
    if (samples.length !== this.#sum.length) return;
    for (let i = 0; i < samples.length; i++) {
      const value = samples[i]!;
      this.#sum[i]! += value;
      this.#squares[i]! += value * value;
      this.#byTime[i]! += value * this.#times;
    }
    this.#times += 1;
  }

  get means(): Float64Array {
    return this.#sum.map((sum) => sum / this.#times);
  }

  /** Mean over deviation of each pixel that is at least `threshold` bright, without what rises or falls steadily. */
  ratios(threshold: number): number[] {
    const n = this.#times;
    const middle = (n - 1) / 2;
    const spread = (n * (n * n - 1)) / 12;
    const ratios: number[] = [];
    for (let i = 0; i < this.#sum.length; i++) {
      const mean = this.#sum[i]! / n;
      if (mean < threshold) continue;
      const drift = this.#byTime[i]! - middle * this.#sum[i]!;
      const rest = this.#squares[i]! - n * mean * mean - (drift * drift) / spread;
      if (rest > 0) ratios.push(mean / Math.sqrt(rest / (n - 2)));
    }
    return ratios;
  }
}

/** The median over what is bright in all places together; undefined where nothing changes over time. */
export function temporalSignalToNoise(places: readonly TemporalSums[]): number | undefined {
  const means = places.map((place) => place.means);
  const all = new Float64Array(means.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const some of means) {
    all.set(some, at);
    at += some.length;
  }
  const threshold = thresholdOf(all);
  if (threshold === undefined) return undefined;
  const ratios = Float64Array.from(places.flatMap((place) => place.ratios(threshold))).sort();
  return ratios[ratios.length >> 1];
}
