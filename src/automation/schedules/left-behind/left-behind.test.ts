import { afterEach, beforeEach, expect, it } from 'vitest';
import { emptyCatalog, type TestCatalog } from '../../../../test/support/engines.ts';
import { usualEngine } from '../../../../test/support/usual-engine.ts';
import { IsocenterError, silentLogger, systemClock } from '../../../base/index.ts';
import { attentionInWords } from '../../../contract/index.ts';
import { LeftBehind, type LeftBehindParts } from './left-behind.ts';
import { noteLooks } from './left-rows.ts';

const go = new AbortController().signal;
const uids = Array.from({ length: 120 }, (_, index) => `1.2.${index}`);

let opened: TestCatalog;
beforeEach(async () => {
  opened = await emptyCatalog(usualEngine);
});
afterEach(() => opened.close());

/** All of them go on the next day, and none could be asked about yet. */
async function leftBehind() {
  let now = Date.parse('2026-03-11T12:00:00Z');
  const asked: string[] = [];
  const nodes = {
    registry: {
      list: () => [{ name: 'ct1', keepsDays: 2 }],
      get: () => ({ name: 'ct1' }),
    },
    async compare(_actor: unknown, _scope: unknown, _node: string, study: string) {
      asked.push(study);
      return { series: [], unnamed: undefined };
    },
  } as unknown as LeftBehindParts['nodes'];
  const looks = uids.map((studyInstanceUid) => ({
    ...{ studyInstanceUid, studyDate: '2026-03-10', outcome: undefined },
  }));
  await opened.catalog.engine.write(() =>
    noteLooks({ node: 'ct1', schedule: 'nightly', today: '2026-03-10' }, looks),
  );
  const made = new LeftBehind({
    ...{ catalog: opened.catalog, nodes, logger: silentLogger },
    clock: { ...systemClock, now: () => new Date(now) },
    plan: () => ({ schedules: [] }) as unknown as ReturnType<LeftBehindParts['plan']>,
    onLooked: async () => {},
  });
  const after = async (ms: number): Promise<readonly string[]> => {
    now += ms;
    made.follow(go);
    await made.idle();
    return asked.splice(0);
  };
  return { made, after };
}

it('asks nodes about so many studies at once, the others soon after', async () => {
  const { made, after } = await leftBehind();
  const first = await after(0);
  expect(first).toHaveLength(100);
  expect(made.problems().map(attentionInWords)).toEqual([
    'Node ct1: It deletes studies of which not all is here (120), the first on 2026-03-12.',
  ]);
  expect(await after(1_000)).toEqual([]);
  const second = await after(5_000);
  expect(new Set([...first, ...second])).toEqual(new Set(uids));
  expect(await after(61_000)).toEqual([]);
});

it('tells what was fetched within seconds, not after each study', async () => {
  const { made, after } = await leftBehind();
  await after(0);
  await after(5_000);
  const one = { seriesInstanceUid: '1.2.3', modality: 'CT', number: '1', description: '', images: 1 };
  const series = [{ ...one, sopInstanceUids: new Set(['1.2.3.4']), missing: [] }];
  for (const study of uids.slice(0, 119))
    await made.note('ct1', study, { series, missing: [], reason: undefined, isWanted: true });
  await made.note('ct1', uids[119]!, new IsocenterError('node/not-sent'));
  expect((await made.list({ limit: 500 })).studies).toMatchObject([{ reason: { code: 'node/not-sent' } }]);
  expect(made.problems()).toMatchObject([{ name: 'ct1', problem: { params: { count: 120 } } }]);
  await after(5_000);
  expect(made.problems()).toMatchObject([
    { name: 'ct1', problem: { code: 'attention/node-deletes', params: { count: 1, day: '2026-03-12' } } },
  ]);
});
