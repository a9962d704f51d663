import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RowSet } from './row-set.ts';

it('is a set of ids, in their order', () => {
  const id = fc.oneof(fc.nat(100), fc.nat(100_000), fc.constantFrom(31, 32, 63, 3_000_000));
  fc.assert(
    fc.property(fc.array(id), fc.array(id), (added, deleted) => {
      const set = new RowSet(added);
      for (const each of deleted) set.delete(each);
      const expected = new Set(added).difference(new Set(deleted));
      expect(set.size).toBe(expected.size);
      expect([...set]).toEqual([...expected].sort((a, b) => a - b));
      for (const each of [...added, ...deleted, 7]) expect(set.has(each)).toBe(expected.has(each));
    }),
    { numRuns: 50 },
  );
});
