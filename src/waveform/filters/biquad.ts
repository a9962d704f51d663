/** Filters of the second order (Butterworth, notch), forwards and backwards over a stretch: what they take away moves nothing. */

/** y[n] = b0 x[n] + b1 x[n-1] + b2 x[n-2] - a1 y[n-1] - a2 y[n-2] */
export interface Biquad {
  readonly b: readonly [number, number, number];
  readonly a: readonly [number, number];
}

/** Of both: a half of the power at the corner. */
const BUTTERWORTH_Q = Math.SQRT1_2;
/** How narrow a notch is: 50 Hz are gone, 47 and 53 are there. */
const NOTCH_Q = 15;

type Kind = 'highPass' | 'lowPass' | 'notch';

/** @param corner Hz; undefined where it is not below half of the sampling frequency: there is nothing to take away then */
export function biquad(kind: Kind, corner: number, frequency: number): Biquad | undefined {
  if (!(corner > 0) || corner >= frequency / 2) return undefined;
  const w = (2 * Math.PI * corner) / frequency;
  const [cos, alpha] = [Math.cos(w), Math.sin(w) / (2 * (kind === 'notch' ? NOTCH_Q : BUTTERWORTH_Q))];
  const a0 = 1 + alpha;
  const b = numerators[kind](cos);
  return {
    b: b.map((value) => value / a0) as unknown as Biquad['b'],
    a: [(-2 * cos) / a0, (1 - alpha) / a0],
  };
}

/** R. Bristow-Johnson's forms of the bilinear transform. */
const numerators: Readonly<Record<Kind, (cos: number) => Biquad['b']>> = {
  highPass: (cos) => [(1 + cos) / 2, -(1 + cos), (1 + cos) / 2],
  lowPass: (cos) => [(1 - cos) / 2, 1 - cos, (1 - cos) / 2],
  notch: (cos) => [1, -2 * cos, 1],
};

/** Where nothing was recorded (NaN) there is nothing afterwards either, and the last sample goes on for the filter. */
export function applyBiquad(filter: Biquad, samples: Float32Array): Float32Array {
  return reversed(once(filter, reversed(once(filter, samples))));
}

function once({ b: [b0, b1, b2], a: [a1, a2] }: Biquad, samples: Float32Array): Float32Array {
  const out = new Float32Array(samples.length);
  const start = samples.find((sample) => !Number.isNaN(sample)) ?? 0;
  // As if the first sample had been there for ever: no step at the beginning.
  const gain = (b0 + b1 + b2) / (1 + a1 + a2);
  let [x1, x2, y1, y2] = [start, start, start * gain, start * gain];
  for (let i = 0; i < samples.length; i++) {
    const isThere = !Number.isNaN(samples[i]!);
    const x = isThere ? samples[i]! : x1;
    const y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
    [x2, x1, y2, y1] = [x1, x, y1, y];
    out[i] = isThere ? y : Number.NaN;
  }
  return out;
}

const reversed = (samples: Float32Array): Float32Array => samples.toReversed();
