/** Whatever an extension does, the result is a defined one, somebody is told, and nothing is done twice. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attentionInWords } from '../../src/contract/index.ts';
import { ExtensionHome } from '../support/extension-home.ts';

const bad = `
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { action, defineExtension, TryAgain } from 'isocenter/extension';

const once = (folder: string) => appendFileSync(join(folder, 'calls'), 'x');
const kept: unknown[] = [];
const never = new Promise<undefined>(() => {});
const does = (run: () => unknown, more: object = {}) =>
  action({
    ...more,
    async run({ folder }) {
      once(folder);
      await run();
      return undefined;
    },
  });

export default defineExtension({
  actions: {
    works: action({ run: () => ({ label: 'worked', note: 'as it should' }) }),
    throws: does(() => {
      throw new Error('the list is empty');
    }),
    loops: does(() => {
      for (;;);
    }),
    waits: does(() => never),
    leaks: does(() => {
      for (;;) kept.push({ text: new Array(1000).fill(kept.length) });
    }),
    leaksBuffers: does(async () => {
      for (;;) {
        kept.push(Buffer.alloc(16 * 1024 * 1024, 1));
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }),
    floods: does(async () => {
      for (;;) await new Promise((resolve) => process.stdout.write('x'.repeat(100_000), resolve));
    }),
    exits: does(() => process.exit(0)),
    rejects: does(() => {
      void Promise.reject(new Error('nobody caught this'));
      return never;
    }),
    answersTooMuch: action({ run: () => ({ note: 'x'.repeat(3_000_000) }) }),
    answersNonsense: action({ run: () => ({ lable: 'x' }) as object }),
    setsIdentity: action({ run: () => ({ set: { SOPInstanceUID: '1.2.3' } }) }),
    spies: does(() => appendFileSync('/etc/passwd', 'x')),
    starts: does(async () => (await import('node:child_process')).execSync('ls')),
    exitsRepeatably: does(() => process.exit(0), { repeatable: true }),
    comesLater: action({
      run({ folder }) {
        once(folder);
        throw new TryAgain('the disk is not there');
      },
    }),
  },
});
`;

describe('an extension that', () => {
  let home: ExtensionHome;
  beforeEach(async () => {
    home = await ExtensionHome.open();
    home.write('bad.ts', bad);
  });
  afterEach(() => home[Symbol.asyncDispose]());
  const calls = () => home.readKept('bad', 'calls').length;
  const rule = (action: string) => ({
    when: 'study quiet',
    do: [{ extension: `bad.${action}` }, { label: 'after' }],
  });
  const extensions = { bad: { seconds: 2, megabytes: 32 } };
  /** What ends for another reason has the time that it takes on a busy machine. */
  const inTime = { bad: { ...extensions.bad, seconds: 30 } };

  it.each([
    ['throws', /bad failed: the list is empty \(bad\.ts:\d+\)/, false],
    ['loops', /took longer than 2 s/, true],
    ['waits', /took longer than 2 s/, true],
    ['leaks', /ended: SIG/, true],
    ['leaksBuffers', /Its memory.*over the limit/, true],
    ['floods', /prints.*over the limit/, true],
    ['exits', /ended: code 0/, true],
    ['rejects', /ended: code 1/, true],
    ['spies', /bad failed: .*restricted/, false],
    ['starts', /bad failed: .*restricted/, false],
  ])(
    '%s fails once, and the next one does what it should',
    async (action, problem, isTold) => {
      const isLate = problem.source.includes('took longer');
      const rules = { one: rule(action), two: rule('works') };
      await home.say({ extensions: isLate ? extensions : inTime, rules });
      await home.home.take();
      await home.quiet();
      await home.settled();
      expect(await home.runs('one')).toMatchObject([
        {
          state: 'failed',
          problem: { title: expect.stringMatching(problem) },
          steps: [{}, { state: 'waiting' }],
        },
      ]);
      expect(await home.runs('two')).toMatchObject([
        { state: 'done', steps: [{ note: 'as it should' }, {}] },
      ]);
      expect(calls()).toBe(1);
      const told = home.home.automation.problems().map(attentionInWords);
      expect(told).toEqual(isTold ? [expect.stringMatching(problem)] : []);
      expect(home.home.extensions.list()).toMatchObject([{ state: 'ready', calls: 2, failures: 1 }]);
    },
    60_000,
  );

  it.each([
    ['answersTooMuch', /An answer.*over the limit/],
    ['answersNonsense', /cannot be used.*lable/],
    ['setsIdentity', /SOPInstanceUID is what an image is known by/],
  ])('%s changes nothing', async (action, problem) => {
    await home.say({ extensions, rules: { one: rule(action) } });
    await home.home.take();
    await home.quiet();
    await home.settled();
    expect(await home.runs()).toMatchObject([
      { state: 'failed', problem: { title: expect.stringMatching(problem) } },
    ]);
  });

  it('ends in the middle of what may be done twice is called again; what asks for that, later', async () => {
    await home.say({ extensions, rules: { one: rule('exitsRepeatably'), two: rule('comesLater') } });
    await home.home.take();
    await home.quiet();
    await home.look();
    await expect.poll(calls, { timeout: 30_000 }).toBeGreaterThan(2);
    expect((await home.runs()).map(({ state }) => state)).toEqual(['waiting', 'waiting']);
  }, 60_000);

  it('ends again and again rests, and is awake when it was changed', async () => {
    const rules = Object.fromEntries([1, 2, 3, 4, 5].map((one) => [`rule-${one}`, rule('exits')]));
    await home.say({ extensions, rules });
    await home.home.take();
    await home.quiet();
    await home.settled();
    expect(home.home.automation.problems().map(attentionInWords)).toEqual([
      expect.stringMatching(/5 times within 10 minutes.*code 0/),
    ]);
    expect(home.home.extensions.list()).toMatchObject([{ state: 'resting' }]);
    await home.say({ extensions, rules: { seven: rule('works') } });
    await home.home.take({ firstStudy: 1 });
    await home.quiet();
    await home.look();
    await expect
      .poll(async () =>
        (await home.home.jobs.list(undefined, { limit: 5 })).map(({ failure }) => failure?.code),
      )
      .toContain('extension/resting');
    expect(calls()).toBe(5);
    home.write('bad.ts', `${bad}// mended\n`);
    await home.look();
    await expect.poll(() => home.home.automation.problems()).toEqual([]);
    await home.settled();
    expect(await home.runs('seven')).toMatchObject([{ state: 'done' }]);
  }, 60_000);

  it('is told to stop while it works is gone', async () => {
    await home.say({ extensions: { bad: { seconds: 600 } }, rules: { one: rule('waits') } });
    await home.home.take();
    await home.quiet();
    await home.look();
    await expect.poll(calls, { timeout: 10_000 }).toBe(1);
    const [run] = await home.runs();
    await home.home.jobs.cancel(undefined, run!.id);
    await home.settled();
    expect(await home.runs()).toMatchObject([{ state: 'cancelled' }]);
  }, 30_000);
});
