import { expect, it } from 'vitest';
import { timeLeft } from './durations.ts';

it.each([
  [0.2, '1 sec'],
  [40, '40 sec'],
  [170, '3 min'],
  [9_000, '2.5 hr'],
])('%s seconds are %s', (seconds, words) => {
  expect(timeLeft(seconds)).toBe(words);
});
