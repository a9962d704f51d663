import { describe, expect, it } from 'vitest';
import { filtered, settling } from './index.ts';

const FREQUENCY = 500;
const SECONDS = 8;

const wave = (hertz: number, offset = 0) =>
  Float32Array.from(
    { length: FREQUENCY * SECONDS },
    (_, i) => Math.sin((2 * Math.PI * hertz * i) / FREQUENCY) + offset,
  );

/** Half of the distance between the highest and the lowest, away from the ends. */
function amplitude(samples: Float32Array): number {
  const middle = samples.slice(FREQUENCY * 2, -FREQUENCY * 2);
  return (Math.max(...middle) - Math.min(...middle)) / 2;
}

describe('filters', () => {
  it.each([
    ['50 Hz are gone', 50, { notch: 50 }, 0],
    ['10 Hz stay', 10, { notch: 50 }, 1],
    ['60 Hz stay, when 50 are taken away', 60, { notch: 50 }, 1],
    ['0.05 Hz are gone', 0.05, { highPass: 0.5 }, 0],
    ['5 Hz stay above 0.5', 5, { highPass: 0.5 }, 1],
    ['100 Hz are gone', 100, { lowPass: 15 }, 0],
    ['2 Hz stay below 40', 2, { lowPass: 40 }, 1],
  ])('%s', (_, hertz, wanted, left) => {
    expect(amplitude(filtered(wave(hertz), FREQUENCY, wanted))).toBeCloseTo(left, 1);
  });

  it('take a half at the corner: forwards and backwards', () => {
    expect(amplitude(filtered(wave(35), FREQUENCY, { lowPass: 35 }))).toBeCloseTo(0.5, 1);
  });

  it('move nothing', () => {
    const [before, after] = [wave(5), filtered(wave(5), FREQUENCY, { lowPass: 40, notch: 50 })];
    const highest = (samples: Float32Array) =>
      samples.indexOf(Math.max(...samples.slice(1_000, 1_100)), 1_000);
    expect(Math.abs(highest(after) - highest(before))).toBeLessThanOrEqual(1);
  });

  it('leave what is not there, and what they cannot take away', () => {
    const samples = wave(5);
    samples[700] = Number.NaN;
    const after = filtered(samples, FREQUENCY, { lowPass: 40 });
    expect([after[699], after[700], after[701]].map(Number.isNaN)).toEqual([false, true, false]);
    expect(filtered(samples, FREQUENCY, { lowPass: 300 })).toBe(samples);
  });

  it('begin without a step, and want to know what was before', () => {
    const [first] = filtered(wave(0, 7), FREQUENCY, { highPass: 0.5 });
    expect(first).toBeCloseTo(0, 5);
    expect([settling({}), settling({ highPass: 0.5 }), settling({ highPass: 0.01 })]).toEqual([0, 4, 20]);
  });
});
