import { describe, expect, it } from 'vitest';
import { cutThrough, depthFrom, type Slice } from '../engine/slice-geometry.ts';
import { samePlace } from './same-place.ts';

const axial: Slice = {
  ...{ frameOfReference: '1', position: [-50, -50, 0], row: [1, 0, 0], column: [0, 1, 0] },
  ...{ spacing: [1, 1], columns: 101, rows: 101 },
};
const coronal: Slice = { ...axial, position: [-50, 0, 50], column: [0, 0, -1] };

const stack = (gap: number, count: number, first = 0, over: Partial<Slice> = {}): Slice[] =>
  Array.from({ length: count }, (_, i) => ({
    ...axial,
    position: [-50, -50, first + i * gap] as const,
    ...over,
  }));

describe('the image of another stack that goes with one', () => {
  it('is the nearest one in the same frame of reference', () => {
    const [thin, thick] = [stack(1, 100), stack(5, 20, 3)];
    const at = { leader: 0, other: 7 };
    expect([0, 10, 43, 99].map((index) => samePlace(thin, index, thick, at))).toEqual([0, 1, 8, 19]);
    expect(samePlace(thick, 8, thin, at)).toBe(43);
  });

  it('of another day is as far away from where both were linked', () => {
    const [thin, prior] = [stack(1, 100), stack(5, 40, -70, { frameOfReference: '2' })];
    const at = { leader: 10, other: 20 };
    expect([10, 20, 22, 0].map((index) => samePlace(thin, index, prior, at))).toEqual([20, 22, 22, 18]);
  });

  it('of another day may be counted the other way around', () => {
    const prior = stack(5, 40, -70, { frameOfReference: '2' }).toReversed();
    expect(samePlace(stack(1, 100), 20, prior, { leader: 10, other: 20 })).toBe(18);
  });

  it('is none where the slices lie across each other', () => {
    expect(samePlace(stack(1, 9), 2, [coronal], { leader: 0, other: 0 })).toBeUndefined();
  });

  it('is as many images on where there is no place', () => {
    expect(samePlace([undefined, undefined], 1, stack(1, 9), { leader: 0, other: 3 })).toBe(4);
  });
});

describe('a slice', () => {
  it('cuts another along a line, in pixels of that', () => {
    expect(
      cutThrough({ ...axial, position: [-50, -50, 20] }, coronal)?.toSorted(([a], [b]) => a - b),
    ).toEqual([
      [0, 30.5],
      [101, 30.5],
    ]);
    expect(cutThrough(coronal, { ...axial, spacing: [0.5, 2] })?.toSorted(([a], [b]) => a - b)).toEqual([
      [-0.5 + 0, 25.5],
      [201.5, 25.5],
    ]);
  });

  it('does not cut what is parallel, or what it does not come to', () => {
    expect(cutThrough(axial, { ...axial, position: [-50, -50, 5] })).toBeUndefined();
    expect(cutThrough({ ...axial, rows: 20 }, coronal)).toBeUndefined();
  });

  it('is so far behind another along its normal', () => {
    expect(depthFrom(axial, { ...axial, position: [9, 9, 7] })).toBe(7);
  });
});
