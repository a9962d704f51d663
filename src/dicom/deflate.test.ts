import { deflateRawSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deflateRaw, inflateRaw } from './deflate.ts';

const limit = 1024 * 1024;

describe('deflate', () => {
  it('agrees with zlib', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5_000 }), (data) => {
        expect(Buffer.compare(inflateRaw(deflateRawSync(data), limit), data)).toBe(0);
        const deflated = deflateRaw(data);
        expect(deflated.length % 2).toBe(0);
        expect(Buffer.compare(inflateRawSync(deflated), data)).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  it('stops a bomb before it is all there', () => {
    const bomb = deflateRawSync(Buffer.alloc(200 * limit));
    expect(() => inflateRaw(bomb, limit)).toThrow(/over the limit/);
  });

  it('names what is wrong with the stream', () => {
    expect(() => inflateRaw(deflateRawSync(Buffer.alloc(500, 'abc')).subarray(0, -2), limit)).toThrow(
      /announced/,
    );
    expect(() => inflateRaw(Uint8Array.of(0xff, 0xff, 0xff), limit)).toThrow(/not a DICOM file/);
  });
});
