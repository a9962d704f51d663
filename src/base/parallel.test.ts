import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inParallel } from './parallel.ts';

async function collect<T>(results: AsyncIterable<T>): Promise<T[]> {
  return Array.fromAsync(results);
}

test('gives every result and never runs more than the limit', async () => {
  let running = 0;
  let most = 0;
  const results = inParallel([5, 1, 3, 2, 4], 2, async (milliseconds) => {
    most = Math.max(most, ++running);
    await sleep(milliseconds);
    running--;
    return milliseconds * 10;
  });
  expect((await collect(results)).sort()).toEqual([10, 20, 30, 40, 50]);
  expect(most).toBe(2);
});

test('a failure ends it after what runs has ended', async () => {
  const ended: number[] = [];
  const results = inParallel([1, 2, 3, 4], 2, async (item) => {
    if (item === 1) throw new Error('one');
    await sleep(5);
    ended.push(item);
  });
  await expect(collect(results)).rejects.toThrow('one');
  expect(ended).toEqual([2]);
});

test('leaving early closes the source', async () => {
  let closed = false;
  async function* source() {
    try {
      for (let i = 0; ; i++) yield i;
    } finally {
      closed = true;
    }
  }
  for await (const result of inParallel(source(), 3, async (item) => item)) {
    if (result >= 2) break;
  }
  expect(closed).toBe(true);
});

test('a failure while the source is slow is not an unhandled one', async () => {
  async function* source() {
    yield 1;
    await sleep(20);
    yield 2;
  }
  const work = async () => {
    throw new Error('at once');
  };
  await expect(collect(inParallel(source(), 2, work))).rejects.toThrow('at once');
});
