import { expect, it } from 'vitest';
import { EventMemory } from './event-memory.ts';

it('remembers while nothing happens, forgets what was used least recently, and keeps nothing older than the event before', async () => {
  let event = 1;
  const asked: string[] = [];
  const memory = new EventMemory<string>(async () => event, 2);
  const ask = (question: string) =>
    memory.of([question], async () => {
      asked.push(question);
      return `${question}${event}`;
    });
  expect([await ask('a'), await ask('b'), await ask('a')]).toEqual(['a1', 'b1', 'a1']);
  expect(asked).toEqual(['a', 'b']);
  await ask('c');
  expect([await ask('a'), await ask('b')]).toEqual(['a1', 'b1']);
  expect(asked).toEqual(['a', 'b', 'c', 'b']);
  event = 2;
  expect(await ask('b')).toBe('b2');
  // Something happens while it is found out: the answer is given, and is old at once.
  const late = await memory.of(['late'], async () => `late${++event}`);
  expect(late).toBe('late3');
  expect(await ask('late')).toBe('late3');
  expect(asked.at(-1)).toBe('late');
});

it('remembers that there is no answer, and nothing of a search that failed', async () => {
  const memory = new EventMemory<number | undefined>(async () => 1, 2);
  let found = 0;
  const nothing = async () => void found++;
  expect([await memory.of('none', nothing), await memory.of('none', nothing)]).toEqual([
    undefined,
    undefined,
  ]);
  expect(found).toBe(1);
  await expect(memory.of('bad', () => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
  expect(await memory.of('bad', async () => 7)).toBe(7);
});
