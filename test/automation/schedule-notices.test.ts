/** What needs a person is told where schedules say so, of a node that is away. The clock is the test's. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Automation } from '../../src/automation/index.ts';
import { endRun } from '../../src/automation/schedules/run-rows.ts';
import { IsocenterError } from '../../src/base/index.ts';
import type { RemoteNode } from '../../src/contract/index.ts';
import type { Mail } from '../../src/net/index.ts';
import { TemporaryAutomation } from '../support/automation.ts';
import { engines } from '../support/engines.ts';

const go = new AbortController().signal;
/** Nobody listens there. */
const away = (node: Partial<RemoteNode>): RemoteNode => ({
  ...{ name: 'ct1', aeTitle: 'CT1', host: '127.0.0.1', port: 1, tls: false, addresses: [], comment: '' },
  may: { store: true, find: true, retrieve: true, commit: true },
  ...node,
});
const HOUR_MS = 3_600_000;

describe.each(engines)('schedules that tell people on $name', (engine) => {
  let home: TemporaryAutomation;
  let mails: Mail[];
  const open = async (node: Partial<RemoteNode> = {}): Promise<void> => {
    home = await TemporaryAutomation.open(engine, [away(node)]);
    home.mail = async (mail) => void mails.push(mail);
    await home.jobs.start();
  };
  beforeEach(() => {
    mails = [];
  });
  afterEach(() => home[Symbol.asyncDispose]());

  const say = (notify: object | undefined, automation: Automation = home.automation) =>
    automation.show().then(({ digest }) =>
      automation.file.save(
        JSON.stringify({
          schedules: {
            nightly: {
              ...{ at: '0 1 * * *', timeZone: 'UTC', notify },
              retrieve: { node: 'ct1', studies: { StudyDate: 'last 2 days' }, lookBackDays: 7 },
            },
          },
        }),
        digest,
      ),
    );
  async function look(automation: Automation = home.automation): Promise<void> {
    await automation.lookNow(go);
    await automation.schedules.idle();
  }
  const at = async (time: string): Promise<void> => {
    home.setTime(time);
    await look();
  };
  const runs = async () => (await home.automation.schedules.show('nightly', 10)).runs;
  /** Looks until it is so; what is to be tried again is. */
  const until = (isSo: () => unknown, passed = 0): Promise<unknown> =>
    vi.waitFor(
      async () => {
        home.pass(passed);
        home.jobs.wake();
        await look();
        await isSo();
      },
      { timeout: 30_000, interval: 50 },
    );
  const failedOn = (...days: string[]) =>
    until(async () => {
      const failed = (await runs()).filter(({ state }) => state === 'failed');
      expect(failed.map(({ day }) => day)).toEqual(days);
    }, HOUR_MS);
  /** Everything that is on its way has come, and what would come is. */
  async function settled(): Promise<void> {
    // What is known, what is told of it, and the job that tells it follow each other.
    for (let round = 0; round < 3; round++) {
      home.pass(61_000);
      await look();
    }
    await until(async () => {
      const jobs = await home.jobs.list(undefined, { kind: 'scheduleNotify', limit: 100 });
      expect(jobs.filter(({ endedAt }) => endedAt === null)).toEqual([]);
    }, 61_000);
  }
  const texts = () => mails.map(({ text }) => text);

  it('mail a run that failed, once, also when it is tried again and fails again', async () => {
    await open();
    await say({ mail: ['ada@example.org', 'eve@example.org'], title: 'Lab' });
    await at('2026-03-10T12:00:00Z');
    await at('2026-03-11T01:00:01Z');
    await failedOn('2026-03-11');
    await settled();
    const told = 'Schedule nightly: The run of 2026-03-11 failed. Why: isocenter schedules show nightly';
    expect(mails).toMatchObject([
      { to: ['ada@example.org'], subject: 'Lab', text: told },
      { to: ['eve@example.org'], subject: 'Lab', text: told },
    ]);
    await at('2026-03-12T01:00:01Z');
    await failedOn('2026-03-12', '2026-03-11');
    await settled();
    expect(texts().slice(2)).toEqual(
      Array(2).fill('Schedule nightly: The run of 2026-03-12 failed. Why: isocenter schedules show nightly'),
    );
  });

  it('say what a node deletes, when it is new and once a day, also over a restart', async () => {
    await open({ keepsDays: 3 });
    await say({ mail: 'ada@example.org' });
    await at('2026-03-10T12:00:00Z');
    await at('2026-03-11T01:00:01Z');
    await until(async () => expect(await runs()).toMatchObject([{ attempts: 1 }]));
    home.pass(61_000);
    await until(() => expect(mails).toHaveLength(1));
    expect(texts()).toEqual([
      'Node ct1: Schedule nightly did not get to see what is there for the run of 2026-03-11; the node deletes the first of it on 2026-03-12.',
    ]);
    const again = home.again();
    home.pass(HOUR_MS);
    await look(again);
    await settled();
    // That the run failed is news, and is told with what lasts.
    expect(texts().filter((text) => !text.startsWith('Schedule'))).toHaveLength(1);
    expect(
      texts()
        .slice(1)
        .every((text) => text.startsWith('Schedule nightly: The run of')),
    ).toBe(true);
    await failedOn('2026-03-11');
    await settled();
    const before = mails.length;
    // No run comes by the next day.
    const { digest } = await home.automation.show();
    await home.automation.change('schedules', { name: 'nightly', change: { at: '0 1 1 1 *' }, digest });
    home.pass(20 * HOUR_MS);
    await settled();
    expect(mails).toHaveLength(before);
    home.pass(5 * HOUR_MS);
    await settled();
    expect(texts().slice(before)).toEqual([expect.stringContaining('the node deletes the first of it')]);
  });

  it('post and call as rules do: again while a server is busy, nowhere that may not be called', async () => {
    const calls: { url: string; body: string; signature: string; title: string }[] = [];
    let isBusy = true;
    await using server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { 'isocenter-signature': signature, title } = request.headers;
      response.statusCode = isBusy ? 503 : 204;
      isBusy = false;
      const body = Buffer.concat(chunks).toString();
      calls.push({ url: request.url!, body, signature: String(signature), title: String(title) });
      response.end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await open();
    await say({ url: `${root}/topic` });
    await at('2026-03-10T12:00:00Z');
    await at('2026-03-11T01:00:01Z');
    await failedOn('2026-03-11');
    await settled();
    expect(calls).toMatchObject(
      Array(2).fill({
        ...{ url: '/topic', title: 'Isocenter' },
        body: expect.stringContaining('The run of 2026-03-11 failed'),
      }),
    );
    await say({ webhook: `${root}/hook` });
    await at('2026-03-12T01:00:01Z');
    await failedOn('2026-03-12', '2026-03-11');
    await settled();
    const hook = calls.at(-1)!;
    expect(JSON.parse(hook.body)).toMatchObject({
      ...{ schedule: 'nightly', delivery: expect.stringMatching(/./) },
      text: expect.stringContaining('The run of 2026-03-12 failed'),
    });
    const [, seconds, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(hook.signature)!;
    const key = await home.automation.signingKey();
    expect(signature).toBe(createHmac('sha256', key).update(`${seconds}.${hook.body}`).digest('hex'));

    await say({ webhook: 'http://169.254.169.254/latest' });
    await at('2026-03-13T01:00:01Z');
    await failedOn('2026-03-13', '2026-03-12', '2026-03-11');
    await settled();
    const refused = await home.jobs.list(undefined, { kind: 'scheduleNotify', limit: 1 });
    expect(refused).toMatchObject([{ state: 'failed', failure: { params: { host: '169.254.169.254' } } }]);
  });

  it('say on the page that nobody can be told', async () => {
    await open();
    home.hasMailServer = false;
    const automation = home.again();
    await say({ mail: 'ada@example.org' }, automation);
    await look(automation);
    expect(await automation.schedules.list()).toMatchObject([
      { notify: { mail: ['ada@example.org'] }, problem: { code: 'mail/none' } },
    ]);
    home.hasMailServer = true;
    home.mail = async () => {
      throw new IsocenterError('mail/refused', { host: 'mail', reason: 'nobody of that name' });
    };
    await at('2026-03-10T12:00:00Z');
    await at('2026-03-11T01:00:01Z');
    await failedOn('2026-03-11');
    await settled();
    // The run is done with, and that nobody was told is not.
    const { digest } = await home.automation.show();
    await home.automation.change('schedules', { name: 'nightly', change: { on: false }, digest });
    const { runs: known } = await home.automation.schedules.show('nightly', 1);
    await home.temporary.parts.catalog.engine.write(() =>
      endRun(known[0]!, 'complete', new Date().toISOString(), null),
    );
    await look();
    expect(await home.automation.schedules.list()).toMatchObject([
      { problem: { code: 'schedule/not-told', cause: { code: 'mail/refused' } } },
    ]);
    // Who is told no more waits for nothing.
    await say(undefined);
    await look();
    expect(await home.automation.schedules.list()).toMatchObject([{ notify: null, problem: null }]);
  });
});
