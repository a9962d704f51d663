import { expect, it } from 'vitest';
import { timesOf } from './recurrence.ts';

it.each([
  ['0 1 * * *', { time: '01:00', days: 'daily' }],
  ['30 23 * * 1-5', { time: '23:30', days: 'weekdays' }],
  ['5 0 * * 0', { time: '00:05', days: 'weekly' }],
  ['0 1 1 * *', undefined],
  ['*/5 * * * *', undefined],
  ['0 1 * * 3', undefined],
])('%s is said as %j', (at, times) => {
  expect(timesOf(at)).toEqual(times);
});
