import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { askNext, readAhead } from './read-ahead.ts';

describe('readAhead', () => {
  test('keeps the order, whatever is done first', async () => {
    const work = async (ms: number) => {
      await sleep(ms);
      return ms;
    };
    expect(await Array.fromAsync(readAhead([20, 0, 10, 5], 3, work))).toEqual([20, 0, 10, 5]);
  });

  test('works on no more than the limit beyond the one that is handed over', async () => {
    const begun: number[] = [];
    const results = readAhead([1, 2, 3, 4, 5], 2, async (item) => begun.push(item));
    await results.next();
    expect(begun).toEqual([1, 2, 3]);
    await results.next();
    expect(begun).toEqual([1, 2, 3, 4]);
  });

  test('a failure comes at its turn and is not unhandled before', async () => {
    const results = readAhead([1, 2, 3], 3, async (item) => {
      if (item === 2) throw new Error('two');
      return item;
    });
    expect(await results.next()).toEqual({ done: false, value: 1 });
    await sleep(1);
    await expect(results.next()).rejects.toThrow('two');
  });

  test('ends the source when it is left early', async () => {
    let ended = false;
    async function* source() {
      try {
        yield* [1, 2, 3, 4];
      } finally {
        ended = true;
      }
    }
    for await (const _ of readAhead(source(), 1, async (item) => item)) break;
    expect(ended).toBe(true);
  });
});

describe('askNext', () => {
  test('answers what an iterator answers, be it one that has to be waited for or not', async () => {
    expect(await askNext([1].values())).toEqual({ done: false, value: 1 });
    expect(await askNext(readAhead([1], 1, async (item) => item * 2))).toEqual({ done: false, value: 2 });
  });

  test('a failure comes when it is awaited and is not unhandled before', async () => {
    const next = askNext({ next: () => Promise.reject(new Error('two')) });
    await sleep(1);
    await expect(next).rejects.toThrow('two');
  });
});
