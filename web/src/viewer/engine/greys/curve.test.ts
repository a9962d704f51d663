import { describe, expect, it } from 'vitest';
import { curveOf, curveOfTable, levelOf, MAX_LEVELS } from './curve.ts';

describe('a curve of greys', () => {
  it('has a level for each value of a table, and goes on as level beyond', () => {
    const table = { first: -2, entries: Uint16Array.of(10, 200, 30, 255), bits: 8 };
    const curve = curveOfTable(table);
    expect([-9, -2, -1, 0, 1, 9].map((value) => levelOf(curve, value))).toEqual([10, 10, 200, 30, 255, 255]);
  });

  it('is no longer than what changes in it', () => {
    const entries = Uint16Array.from({ length: 65_536 }, (_, i) => (i < 900 ? 0 : i < 1_000 ? i : 4_095));
    const { from, to, levels } = curveOfTable({ first: 0, entries, bits: 12 });
    expect([from, to, levels.length]).toEqual([899, 1_000, 102]);
  });

  it('of more values than there are levels goes straight from one to the next', () => {
    const curve = curveOf((value) => (value / 65_535) * 255, { from: 0, count: 65_536 });
    expect(curve.levels).toHaveLength(MAX_LEVELS);
    for (const value of [0, 8_000, 40_000, 65_535])
      expect(Math.abs(levelOf(curve, value) - (value / 65_535) * 255)).toBeLessThanOrEqual(0.6);
  });

  it('may be of values that are not whole, and of one alone', () => {
    const curve = curveOf((value) => value * 100, { from: 0.5, count: 5, step: 0.25 });
    expect([0.5, 0.75, 1.5].map((value) => levelOf(curve, value))).toEqual([50, 75, 150]);
    expect(levelOf(curveOfTable({ first: 3, entries: Uint16Array.of(7), bits: 8 }), 5)).toBe(7);
  });
});
