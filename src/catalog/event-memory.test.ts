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

it('gives what was known before to who finds it out again, and holds so much of all answers together', async () => {
  let event = 1;
  const memory = new EventMemory<string>(
    async () => event,
    5,
    (answer) => answer.length,
  );
  const ask = (question: string, answer: string) =>
    memory.of(question, async (before) => `${answer}${before ? `>${before.answer}@${before.event}` : ''}`);
  expect(await ask('a', 'aa')).toBe('aa');
  event = 2;
  expect(await ask('a', 'b')).toBe('b>aa@1');
  expect(await ask('c', 'cc')).toBe('cc');
  event = 3;
  // 'b>aa@1' was too much beside it, and an answer that is too large alone is not kept either.
  expect([await ask('a', 'a'), await ask('c', 'c')]).toEqual(['a', 'c>cc@2']);
  event = 4;
  expect([await ask('c', 'd'), await ask('a', 'd')]).toEqual(['d', 'd']);
});

it('lets who asks the same at the same time wait for one answer, and tries again where that fails', async () => {
  let event = 1;
  const memory = new EventMemory<string>(async () => event, 5);
  const found: string[] = [];
  const ask = (answer: string, wait = Promise.resolve()) =>
    memory.of('same', async () => {
      found.push(answer);
      await wait;
      return answer;
    });
  expect(await Promise.all([ask('a'), ask('b'), ask('c')])).toEqual(['a', 'a', 'a']);
  event = 2;
  const lost = Promise.reject(new Error('lost'));
  const [first, second] = await Promise.allSettled([ask('d', lost), ask('e')]);
  expect([first.status, second]).toEqual(['rejected', { status: 'fulfilled', value: 'e' }]);
  expect(found).toEqual(['a', 'd', 'e']);
});

it('never gives an answer from before something happened to who asked afterwards', async () => {
  let event = 1;
  const memory = new EventMemory<number>(async () => event, 5);
  const early = Promise.withResolvers<number>();
  const first = memory.of('same', () => early.promise);
  await new Promise((resolve) => setImmediate(resolve));
  event = 2;
  const second = memory.of('same', async (before) => (before?.answer ?? 0) + 1);
  early.resolve(1);
  expect(await Promise.all([first, second])).toEqual([1, 2]);
});
