import { describe, expect, it } from 'vitest';
import { orderAround } from './order-around.ts';

describe('the order in which images are loaded', () => {
  it('begins at the one that is seen, and goes ahead three times as fast as back', () => {
    expect(orderAround(5, 12, 1, 12)).toEqual([5, 6, 7, 4, 8, 9, 10, 3, 11, 2, 1, 0]);
    expect(orderAround(5, 12, -1, 6)).toEqual([5, 4, 3, 6, 2, 1]);
  });

  it.each([
    [0, 1, 1],
    [0, 1, -1],
    [39, 40, 1],
    [0, 1_000, -1],
  ] as const)('has every image once: from %i of %i in direction %i', (index, count, direction) => {
    const order = orderAround(index, count, direction, count);
    expect(order[0]).toBe(index);
    expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
  });

  it('names no more than fit', () => {
    expect(orderAround(0, 1_000, 1, 10)).toHaveLength(10);
    expect(orderAround(0, 3, 1, 10)).toHaveLength(3);
  });
});
