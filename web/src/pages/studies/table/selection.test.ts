import { expect, it } from 'vitest';
import { extended, maximumSelected, nothingSelected, toggled } from './selection.ts';

const rowsOf = ({ rows }: { rows: ReadonlySet<number> }) => [...rows];

it('a row goes in and out, and a range goes on from the last one that was touched', () => {
  const one = toggled(nothingSelected, 4);
  expect(rowsOf(one)).toEqual([4]);
  expect(rowsOf(toggled(one, 4))).toEqual([]);
  const down = extended(one, 6);
  expect(rowsOf(down)).toEqual([4, 5, 6]);
  expect(rowsOf(extended(down, 3))).toEqual([3, 4]);
  expect(rowsOf(extended(nothingSelected, 1))).toEqual([0, 1]);
});

it('has an end', () => {
  const all = extended(nothingSelected, 1_000_000);
  expect(all.rows.size).toBe(maximumSelected);
  expect(toggled(all, 2_000_000).rows.size).toBe(maximumSelected);
});
