import { expect, it } from 'vitest';
import { newQueue } from './in-turn.ts';

it('does one after the other, and goes on after one that fails', async () => {
  const inTurn = newQueue();
  const done: string[] = [];
  const work = (name: string, ticks: number) =>
    inTurn(async () => {
      done.push(`${name} begins`);
      for (let i = 0; i < ticks; i++) await Promise.resolve();
      done.push(`${name} ends`);
      if (name === 'b') throw new Error(name);
      return name;
    });
  expect(await Promise.allSettled([work('a', 20), work('b', 10), work('c', 0)])).toEqual([
    { status: 'fulfilled', value: 'a' },
    { status: 'rejected', reason: new Error('b') },
    { status: 'fulfilled', value: 'c' },
  ]);
  expect(done).toEqual(['a', 'b', 'c'].flatMap((name) => [`${name} begins`, `${name} ends`]));
});
