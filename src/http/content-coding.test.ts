import { describe, expect, it } from 'vitest';
import { wantedCoding } from './content-coding.ts';

describe('the content coding that a client wants', () => {
  it.each([
    [undefined, undefined, false],
    ['', undefined, false],
    ['gzip', 'gzip', false],
    ['x-gzip', 'gzip', false],
    ['gzip, deflate, br, zstd', 'zstd', false],
    ['GZIP, ZSTD', 'zstd', false],
    ['zstd;q=0.5, gzip', 'gzip', false],
    ['zstd;q=0.5, gzip;q=0.5', 'zstd', false],
    ['zstd;q=0, gzip;q=0.001', 'gzip', false],
    ['gzip;q=0', undefined, false],
    ['gzip;q=0.000', undefined, false],
    ['gzip;q=nonsense', undefined, false],
    ['gzip;q=-1', undefined, false],
    ['gzip;q=0.1, *', 'zstd', false],
    ['*', 'zstd', false],
    ['*;q=0.1, zstd;q=0', 'gzip', false],
    ['*;q=0', undefined, true],
    ['*;q=0, gzip', 'gzip', true],
    ['*;q=0, identity', undefined, false],
    ['identity', undefined, false],
    ['identity, gzip;q=0.5', undefined, false],
    ['identity;q=0.5, gzip', 'gzip', false],
    ['identity, gzip', 'gzip', false],
    ['identity;q=0, gzip;q=0.2', 'gzip', true],
    ['identity;q=0', undefined, true],
    ['br, deflate', undefined, false],
    [', ;, gzip ;q=1.0 ,', 'gzip', false],
  ])('%s: %s', (header, coding, isPlainRefused) => {
    expect(wantedCoding(header)).toEqual({ coding, isPlainRefused });
  });

  it('is not looked for in headers without end', () => {
    expect(() => wantedCoding('gzip,'.repeat(100))).toThrow(/more than 64/);
    expect(() => wantedCoding('g'.repeat(10_000))).toThrow(/more than 8192/);
  });
});
