import { expect, test } from 'vitest';
import { Recurrence } from './recurrence.ts';

function points(pattern: string, timeZone: string, from: string, count: number): string[] {
  const recurrence = new Recurrence(pattern, timeZone);
  let point = new Date(from);
  return Array.from({ length: count }, () => {
    point = recurrence.after(point)!;
    return point.toISOString().slice(0, 16);
  });
}

test.each([
  ['0 1 * * *', 'Europe/Berlin', '2026-03-10T12:00Z', ['2026-03-11T00:00', '2026-03-12T00:00']],
  ['30 22 * * 1-5', 'America/New_York', '2026-03-06T12:00Z', ['2026-03-07T03:30', '2026-03-10T02:30']],
  // The hour that is left out, and the one that comes twice.
  ['30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00Z', ['2026-03-29T01:00', '2026-03-30T00:30']],
  ['30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00Z', ['2026-10-25T00:30', '2026-10-26T01:30']],
  ['0 * * * *', 'Europe/Berlin', '2026-10-24T23:30Z', ['2026-10-25T00:00', '2026-10-25T01:00']],
])('%s in %s after %s', (pattern, timeZone, from, expected) => {
  expect(points(pattern, timeZone, from, 2)).toEqual(expected);
});

test.each([
  ['61 1 * * *', 'UTC'],
  ['0 1 * *', 'UTC'],
  ['0 0 1 * * *', 'UTC'],
  ['@daily', 'UTC'],
  ['2026-01-01T00:00:00', 'UTC'],
  ['0 1 30 2 *', 'UTC'],
  ['0 1 * * *', 'Mars/Base'],
  ['', 'UTC'],
])('%j in %s is no time that comes again', (pattern, timeZone) => {
  expect(() => new Recurrence(pattern, timeZone)).toThrow(expect.objectContaining({ code: 'schedule/bad' }));
});
