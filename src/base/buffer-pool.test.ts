import { describe, expect, test } from 'vitest';
import { BufferPool } from './buffer-pool.ts';

describe('BufferPool', () => {
  test('gives exactly the length asked for', () => {
    const pool = new BufferPool(1_000_000);
    expect([0, 1, 65_536, 65_537].map((length) => pool.take(length).length)).toEqual([0, 1, 65_536, 65_537]);
  });

  test('a buffer that came back serves the next request that it is large enough for', () => {
    const pool = new BufferPool(1_000_000);
    const first = pool.take(100_000);
    pool.give(first);
    const larger = pool.take(200_000);
    const smaller = pool.take(90_000);
    expect(larger.buffer).not.toBe(first.buffer);
    expect(smaller.buffer).toBe(first.buffer);
    expect(smaller).toHaveLength(90_000);
  });

  test('never hands out the same bytes twice', () => {
    const pool = new BufferPool(1_000_000);
    pool.give(pool.take(100_000));
    expect(pool.take(100_000).buffer).not.toBe(pool.take(100_000).buffer);
  });

  test('keeps no more than it may', () => {
    const pool = new BufferPool(2 * 65_536);
    const taken = Array.from({ length: 3 }, () => pool.take(65_536));
    for (const each of taken) pool.give(each);
    const again = Array.from({ length: 3 }, () => pool.take(65_536).buffer);
    expect(taken.filter(({ buffer }) => again.includes(buffer))).toHaveLength(2);
  });

  test('a lease gives everything back at once, and only once', () => {
    const pool = new BufferPool(1_000_000);
    const lease = pool.lease();
    const buffers = [lease.take(1), lease.take(1)].map(({ buffer }) => buffer);
    lease.end();
    lease.end();
    const again = Array.from({ length: 3 }, () => pool.take(1).buffer);
    expect(again.slice(0, 2)).toEqual(buffers);
    expect(buffers).not.toContain(again[2]);
  });
});
