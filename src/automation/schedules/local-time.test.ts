import { expect, test } from 'vitest';
import { dayAfter, dayOf, isWithin, parseTimeOfDay } from './local-time.ts';

test('a day is that of the time zone', () => {
  const time = new Date('2026-03-10T23:30:00Z');
  expect(dayOf(time, 'UTC')).toBe('2026-03-10');
  expect(dayOf(time, 'Europe/Berlin')).toBe('2026-03-11');
  expect(dayOf(time, 'America/New_York')).toBe('2026-03-10');
  expect(dayAfter('2026-03-01', -1)).toBe('2026-02-28');
});

test.each([
  ['20:00-06:00', '2026-03-10T20:00:00Z', true],
  ['20:00-06:00', '2026-03-10T05:59:00Z', true],
  ['20:00-06:00', '2026-03-10T06:00:00Z', false],
  ['20:00-06:00', '2026-03-10T19:59:00Z', false],
  ['08:00-17:30', '2026-03-10T12:00:00Z', true],
  ['08:00-17:30', '2026-03-10T17:30:00Z', false],
  ['00:00-00:00', '2026-03-10T12:00:00Z', true],
])('%s has %s: %s', (text, time, expected) => {
  expect(isWithin(parseTimeOfDay(text), new Date(time), 'UTC')).toBe(expected);
});
