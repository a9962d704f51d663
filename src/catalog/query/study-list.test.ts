import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Row } from '../engine/engine.ts';
import { compareRows, type RowOrder, sortRows } from './order.ts';
import { listOf, type StudyList } from './study-list.ts';

/** Dates that come often, so that much has the same place but for its id. */
const date = fc.integer({ min: 1, max: 40 }).map((day) => `2024${String(day).padStart(4, '0')}`);
const id = fc.integer({ min: 1, max: 3_000 });
/** What becomes of a study: it gets a date, or goes. */
const changes = fc.array(fc.array(fc.tuple(id, fc.option(date, { freq: 4 })), { maxLength: 400 }), {
  minLength: 1,
  maxLength: 6,
});
const order = (descending: boolean): RowOrder => ({ columns: ['date', 'id'], descending, indexed: true });

/** Each bucket sorted, as the database does it. */
function rowsOf(list: StudyList, dates: ReadonlyMap<number, string>, position?: Row): Row[] {
  return [...list.pieces(position, 1)].flatMap((ids) =>
    sortRows(
      ids.map((each): Row => [dates.get(each)!, each]),
      list.order,
    ),
  );
}

function split(list: StudyList, dates: ReadonlyMap<number, string>): StudyList {
  let result = list;
  for (const bucket of list.overfull)
    result = result.split(
      bucket,
      sortRows(
        [...bucket].map((each): Row => [dates.get(each)!, each]),
        list.order,
      ),
    );
  return result;
}

it('holds what came and what did not go, in its order, however much changes at once', () => {
  fc.assert(
    fc.property(fc.boolean(), changes, date, (descending, all, somewhere) => {
      const dates = new Map<number, string>();
      let list = listOf(order(descending), []);
      for (const some of all) {
        const changed = new Map(some);
        for (const [study, value] of changed) {
          if (value === null) dates.delete(study);
          else dates.set(study, value);
        }
        const rows = [...changed.keys()].flatMap((study): Row[] =>
          dates.has(study) ? [[dates.get(study)!, study]] : [],
        );
        list = split(list.changed(changed.keys(), rows), dates);
        const expected = sortRows(
          [...dates].map(([study, value]): Row => [value, study]),
          list.order,
        );
        expect(rowsOf(list, dates)).toEqual(expected);
        expect(list.size).toBe(expected.length);
        const position: Row = [somewhere, 1_500];
        const behind = (row: Row) => compareRows(row, position, list.order) >= 0;
        expect(rowsOf(list, dates, position).filter(behind)).toEqual(expected.filter(behind));
      }
    }),
    { numRuns: 30 },
  );
});

it('gives pieces of at least so many behind a position, and has no bucket that is too large', () => {
  const rows = Array.from({ length: 5_000 }, (_, study): Row => [String(study % 50).padStart(2, '0'), study]);
  const few = order(false);
  const list = listOf(few, sortRows(rows, few));
  expect(list.overfull).toEqual([]);
  const [first, ...others] = list.pieces(['20', 0], 100);
  const isBehind = (study: number) => study % 50 >= 20;
  expect(first!.filter(isBehind).length).toBeGreaterThanOrEqual(100);
  expect([...others].slice(0, -1).every(({ length }) => length >= 100)).toBe(true);
  const newcomers = Array.from({ length: 1_000 }, (_, n): Row => ['20', 10_000 + n]);
  const larger = list.changed(
    newcomers.map(([, study]) => Number(study)),
    newcomers,
  );
  expect(larger.size).toBe(6_000);
  expect(larger.overfull).toHaveLength(1);
  const dates = new Map([...rows, ...newcomers].map(([value, study]) => [Number(study), String(value)]));
  expect(split(larger, dates).overfull).toEqual([]);
});

it('stays the same when nothing changes that it has to know of', () => {
  const list = listOf(order(false), [
    ['2024', 1],
    ['2025', 2],
  ]);
  expect(list.changed([2, 9], [['2025', 2]])).toBe(list);
  expect(list.changed([2], []).size).toBe(1);
});
