import { expect, it } from 'vitest';
import { formatBytes, formatCountOf, formatDuration, parseBytes } from './quantities.ts';

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1.0 kB'],
  [35_400, '35.4 kB'],
  [999_499, '999 kB'],
  [999_999, '1.0 MB'],
  [1.5e12, '1.5 TB'],
  [2e18, '2000 PB'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

it.each([
  [0.04, 'under 0.1 s'],
  [9.94, '9.9 s'],
  [45, '45 s'],
  [200, '3 min 20 s'],
  [7_500, '2 h 05 min'],
  [270_000, '3 days 3 h'],
])('%d s are %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

it('counts one and many', () => {
  expect(formatCountOf(1, 'study', 'studies')).toBe('1 study');
  expect(formatCountOf(12_345, 'study', 'studies')).toBe('12,345 studies');
});

it.each([
  ['500GB', 5e11],
  ['1.5 tb', 1.5e12],
  ['999 B', 999],
  ['500', undefined],
  ['-1GB', undefined],
  ['1e9 B', undefined],
])('%s are %s bytes', (text, bytes) => {
  expect(parseBytes(text)).toBe(bytes);
});
