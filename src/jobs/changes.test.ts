import { expect, it } from 'vitest';
import { JobChanges } from './changes.ts';

it('tells each job that changed once for all of its changes that nobody looked at yet', async () => {
  const changes = new JobChanges();
  const gone = new AbortController();
  const followed = changes.follow(gone.signal);
  const first = followed.next();
  changes.tell('a');
  changes.tell('a', 'b', 'a');
  expect(await first).toEqual({ done: false, value: 'a' });
  expect(await followed.next()).toEqual({ done: false, value: 'b' });
  const last = followed.next();
  changes.tell('c');
  expect(await last).toEqual({ done: false, value: 'c' });
});

it('ends when nobody listens any more', async () => {
  const changes = new JobChanges();
  const gone = new AbortController();
  const waiting = changes.follow(gone.signal).next();
  gone.abort();
  expect(await waiting).toEqual({ done: true, value: undefined });
});
