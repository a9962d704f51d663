/** Rules that look by schedule, driven by a clock. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeRun } from '../../src/automation/rules/rule-run.ts';
import { everything, saidProblem } from '../../src/contract/index.ts';
import { tags } from '../../src/dicom/index.ts';
import { TemporaryAutomation } from '../support/automation.ts';
import { corpusInstance } from '../support/corpus.ts';
import { engines } from '../support/engines.ts';
import { drain, tester } from '../support/temp-archive.ts';

const go = new AbortController().signal;

describe.each(engines)('rules by schedule on $name', { timeout: 60_000 }, (engine) => {
  let home: TemporaryAutomation;
  beforeEach(async () => {
    home = await TemporaryAutomation.open(engine);
    registerReplay();
    await home.jobs.start();
    home.setTime('2026-03-10T12:00:00Z');
  });
  afterEach(() => home[Symbol.asyncDispose]());

  /** As the API does it. */
  const registerReplay = () =>
    home.jobs.register({
      ...{ name: 'ruleReplay', right: 'administer', concurrency: 1, repeatable: true },
      parse: (input) => input,
      run: async (input, { signal }) =>
        (await drain(home.automation.rules.replay((input as { name: string }).name, { signal }))).result,
    });
  const say = (more: object = {}) =>
    home.say(
      JSON.stringify({
        rules: {
          nightly: {
            ...{ when: 'schedule', at: '30 2 * * *', timeZone: 'Europe/Berlin', do: [{ label: 'seen' }] },
            ...more,
          },
        },
      }),
    );
  const looks = async () => await home.jobs.list(undefined, { kind: 'ruleReplay', limit: 100 });
  const runs = async () => await home.automation.rules.runs({ limit: 100 });
  /** A round, and all that comes of it. */
  async function look(): Promise<void> {
    const underWay = async () =>
      (await home.jobs.list(undefined, { limit: 100 })).filter(({ endedAt }) => endedAt === null);
    for (let round = 0; round < 2; round++) {
      await home.automation.lookNow(go);
      await expect.poll(underWay, { timeout: 20_000 }).toEqual([]);
    }
  }

  it('look at everything when their time has come, and do for each study once what is the same', async () => {
    await home.take({ studies: 2 });
    await say();
    await look();
    expect(await looks()).toEqual([]);
    expect(await home.automation.rules.list()).toMatchObject([
      { at: '30 2 * * *', timeZone: 'Europe/Berlin', nextAt: '2026-03-11T01:30:00.000Z' },
    ]);
    expect(await home.automation.rules.tryOut({ name: 'nightly', limit: 10 })).toMatchObject({
      ...{ looked: 2, nextAt: '2026-03-11T01:30:00.000Z' },
    });
    expect(await runs()).toEqual([]);
    home.setTime('2026-03-11T01:30:01Z');
    await look();
    expect(await runs()).toMatchObject([{ when: 'schedule', state: 'done' }, { state: 'done' }]);
    home.setTime('2026-03-12T01:30:01Z');
    await look();
    expect(await looks()).toMatchObject([{ result: { begun: 0, doneBefore: 2 } }, {}]);
    expect(await runs()).toHaveLength(2);
    const instance = corpusInstance(
      { kind: 'tiny', studies: 2, instancesPerSeries: 3 },
      { study: 0, series: 0, instance: 0 },
    );
    await home.temporary.archive.revise(tester, everything, instance, (dataset) => {
      dataset.set(tags.PatientComments, 'LT', 'edited');
    });
    home.setTime('2026-03-13T01:30:01Z');
    await look();
    expect(await runs()).toHaveLength(3);
    expect(await home.automation.problems()).toEqual([]);
  });

  it('know what they did after years, and whatever tables of others say', async () => {
    await home.take();
    await say();
    await look();
    home.setTime('2026-03-11T01:30:01Z');
    await look();
    expect(await runs()).toHaveLength(1);
    home.setTime('2028-03-11T01:30:01Z');
    await look();
    await home.say(
      JSON.stringify({
        tables: { scanners: { 'MR-1': 'Prisma' } },
        rules: {
          nightly: {
            ...{ when: 'schedule', at: '30 2 * * *', timeZone: 'Europe/Berlin', do: [{ label: 'seen' }] },
          },
        },
      }),
    );
    home.setTime('2028-03-12T01:30:01Z');
    await look();
    expect(await runs()).toHaveLength(1);
  });

  it('do what was cancelled when they look again', async () => {
    await home.take();
    await say();
    await look();
    home.setTime('2026-03-11T01:30:01Z');
    await look();
    const [run] = await runs();
    await home.temporary.parts.catalog.engine.write(() =>
      changeRun(run!.id, { ...run!, state: 'cancelled', problem: saidProblem('the rule was off') }),
    );
    home.setTime('2026-03-12T01:30:01Z');
    await look();
    expect(await runs()).toMatchObject([{ state: 'done', problem: null }]);
    expect((await runs())[0]!.id).not.toBe(run!.id);
  });

  it('miss nothing before they are there, also with the name of another', async () => {
    await home.take();
    await say();
    await look();
    await home.say(JSON.stringify({ rules: {} }));
    await look();
    home.setTime('2026-06-01T12:00:00Z');
    await say();
    await look();
    expect(await looks()).toEqual([]);
  });

  it('make up for missed times with one look, and for none that passed while they were off', async () => {
    await home.take();
    await say();
    await look();
    home.setTime('2026-03-15T12:00:00Z');
    await look();
    expect(await looks()).toHaveLength(1);
    await look();
    expect(await looks()).toHaveLength(1);
    await say({ on: false });
    home.setTime('2026-03-18T12:00:00Z');
    await look();
    await say();
    await look();
    expect(await looks()).toHaveLength(1);
    await say({ at: '0 11 * * *' });
    await look();
    expect(await looks()).toHaveLength(1);
    home.setTime('2026-03-18T09:00:00Z');
    await look();
    home.setTime('2026-03-18T10:00:01Z');
    await look();
    expect(await looks()).toHaveLength(2);
  });

  it.each([
    // The hour that is left out, and the one that comes twice.
    ['2026-03-28T12:00:00Z', ['2026-03-29T00:59:59Z', '2026-03-29T01:00:01Z', '2026-03-29T02:30:01Z']],
    ['2026-10-24T12:00:00Z', ['2026-10-25T00:29:59Z', '2026-10-25T00:30:01Z', '2026-10-25T01:30:01Z']],
  ])('look once in a night in which clocks are changed, after %s', async (begin, times) => {
    home.setTime(begin);
    await home.take();
    await say();
    await look();
    const counts: number[] = [];
    for (const time of times) {
      home.setTime(time);
      await look();
      counts.push((await looks()).length);
    }
    expect(counts).toEqual([0, 1, 1]);
  });
});
