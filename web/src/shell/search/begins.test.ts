import { expect, it } from 'vitest';
import { beginsWithin } from './begins.ts';

it('finds words by how they begin, in any order', () => {
  expect(beginsWithin('mode da', 'Dark mode')).toBe(true);
  expect(beginsWithin('ark', 'Dark mode')).toBe(false);
  expect(beginsWithin('dark red', 'Dark mode')).toBe(false);
  expect(beginsWithin('über', 'Zeit (Übersicht)')).toBe(true);
});
