import { expect, it } from 'vitest';
import { pause, Repeating } from './repeating.ts';

/** Longer than any test runs: what waits for it was not woken. */
const NEVER_MS = 600_000;

it('goes on after rounds that failed, and tells of the first of them and of the end of them', async () => {
  const told: string[] = [];
  let round = 0;
  const recovered = Promise.withResolvers<void>();
  const repeating = new Repeating({
    work: async () => {
      round++;
      if (round < 3) throw new Error(`round ${round}`);
      if (round === 4) recovered.resolve();
    },
    everyMs: 1,
    onFailing: ({ code }) => told.push(code),
    onWorking: () => told.push('works'),
  });
  repeating.start();
  repeating.start();
  await recovered.promise;
  await repeating.stop();
  const rounds = round;
  expect(told).toEqual(['internal', 'works']);
  await pause(20, new AbortController().signal);
  expect(round).toBe(rounds);
});

it('ends while it rests, and says nothing of a round that its end broke off', async () => {
  const told: string[] = [];
  const onFailing = ({ code }: { code: string }) => void told.push(code);
  const begun = Promise.withResolvers<void>();
  const resting = new Repeating({ work: async () => begun.resolve(), everyMs: NEVER_MS, onFailing });
  resting.start();
  await begun.promise;
  await resting.stop();
  const working = new Repeating({
    work: async (signal) => {
      await pause(NEVER_MS, signal);
      throw new Error('broken off');
    },
    everyMs: NEVER_MS,
    onFailing,
  });
  working.start();
  await working.stop();
  expect(told).toEqual([]);
});
