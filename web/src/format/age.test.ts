import { expect, it } from 'vitest';
import { yearsBetween } from './age.ts';

it.each([
  ['19700503', '20240502', 53],
  ['19700503', '20240503', 54],
  ['20240229', '20250228', 0],
  ['20240101', '20240101', 0],
  ['20240101', '20230101', undefined],
  ['', '20230101', undefined],
  ['19700230', '20230101', undefined],
])('from %s to %s it is %s years', (birth, then, years) => {
  expect(yearsBetween(birth, then)).toBe(years);
});
