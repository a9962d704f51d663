import { afterEach, beforeEach, expect, it } from 'vitest';
import { TemporaryArchive } from '../../../test/support/temp-archive.ts';
import { IsocenterError, silentLogger, systemClock } from '../../base/index.ts';
import { type Caller, everything, type FetchRequest } from '../../contract/index.ts';
import type { Dataset } from '../../dicom/index.ts';
import type { NewJob } from '../../jobs/index.ts';
import { FetchRequests, type FetchRequestsParts } from './fetch-requests.ts';
import { KEEP_DECIDED_DAYS, KEEP_WITHDRAWN_OF_ONE, MAXIMUM_WAITING_OF_ONE } from './limits.ts';

const DAY_MS = 86_400_000;
const callerNamed = (name: string, ...rights: ('send' | 'administer')[]): Caller => ({
  ...{ actor: { kind: 'user', name }, scope: everything, rights: new Set(rights), address: 'test' },
});
const anna = callerNamed('anna', 'send');
const chief = callerNamed('chief', 'send', 'administer');

let temporary: TemporaryArchive;
let submitted: NewJob[];
let cancelled: string[];
let aheadMs: number;
/** What submitting a job fails with, and of which request alone. */
let failure: Error | undefined;
let failing: string | undefined;
let requests: FetchRequests;

beforeEach(async () => {
  temporary = await TemporaryArchive.open();
  submitted = [];
  cancelled = [];
  aheadMs = 0;
  failure = undefined;
  failing = undefined;
  requests = again();
});
afterEach(() => temporary[Symbol.asyncDispose]());

/** As after a start: with nothing in memory. The node has every study. */
function again(): FetchRequests {
  const parts = {
    catalog: temporary.parts.catalog,
    clock: { ...systemClock, now: () => new Date(Date.now() + aheadMs) },
    logger: silentLogger,
    nodes: {
      registry: { get: (name: string) => ({ name }) },
      needsApproval: ({ rights }: Caller) => !rights.has('administer'),
      queries: () => ({
        async *find(_level: string, keys: Dataset) {
          yield keys;
        },
        async [Symbol.asyncDispose]() {},
      }),
    },
    jobs: {
      async submit(job: NewJob) {
        if (failure && (failing ?? job.id) === job.id) throw failure;
        submitted.push(job);
      },
      async cancel(_viewer: undefined, id: string) {
        if (!submitted.some((job) => job.id === id))
          throw new IsocenterError('archive/not-found', { what: 'job' });
        cancelled.push(id);
      },
    },
  };
  return new FetchRequests(parts as unknown as FetchRequestsParts);
}

/** As after a start where the program was killed before it knew of the jobs that it had submitted. */
async function killedBeforeJobsAreKnown(): Promise<void> {
  await temporary.parts.catalog.engine.write(function* () {
    yield { kind: 'query', sql: 'UPDATE fetch_request SET has_job = 0', parameters: [] };
  });
  requests = again();
}

const ask = (study: string, caller = anna): Promise<FetchRequest> =>
  requests.ask(caller, { name: 'pacs', studies: [study], reason: '' });
const listed = async (caller = chief): Promise<string[]> =>
  (await requests.list(caller, { limit: 1_000 })).requests.map(({ id }) => id);

it('is made once for the same studies, in whatever order they are named', async () => {
  const both = (studies: string[]) => requests.ask(anna, { name: 'pacs', studies, reason: '' });
  const [first, second] = await Promise.all([both(['1.2', '1.3']), both(['1.3', '1.2', '1.3'])]);
  expect(second.id).toBe(first.id);
  expect((await ask('1.2')).id).not.toBe(first.id);
  expect((await ask('1.2', callerNamed('bert', 'send'))).askedBy.name).toBe('bert');
});

it('waits with so many others of one account, and no more', async () => {
  for (let n = 0; n < MAXIMUM_WAITING_OF_ONE; n++) await ask(`1.2.${n}`);
  await expect(ask('1.3')).rejects.toMatchObject({ code: 'request/too-many' });
  expect((await ask('1.2.0')).state).toBe('waiting');
  await ask('1.3', callerNamed('bert', 'send'));
});

it('begins after a start where the program was ended before its job was there', async () => {
  const { id } = await ask('1.2');
  failure = new Error('no room');
  await expect(requests.approve(chief.actor, id, '')).rejects.toBe(failure);
  expect(await requests.list(chief, { state: 'waiting', limit: 0 })).toEqual({ requests: [], total: 1 });
  failure = undefined;
  await requests.approve(chief.actor, id, '');
  expect(submitted).toMatchObject([{ id, kind: 'nodeFetch', subject: anna.actor, input: { request: id } }]);
  await killedBeforeJobsAreKnown();
  await requests.look();
  await requests.look();
  expect(submitted.map((job) => job.id)).toEqual([id, id]);
});

it('begins after a start though another one cannot', async () => {
  const ids = [];
  for (const study of ['1.2', '1.3', '1.4']) ids.push((await ask(study)).id);
  for (const id of ids) await requests.approve(chief.actor, id, '');
  await killedBeforeJobsAreKnown();
  submitted = [];
  failure = new Error('too many');
  failing = ids[1];
  await requests.look();
  expect(submitted.map((job) => job.id).toSorted()).toEqual([ids[0], ids[2]].toSorted());
  failure = undefined;
  await requests.look();
  expect(submitted.at(-1)?.id).toBe(ids[1]);
});

it('is declined also when it was approved: what fetches it ends, and nothing comes by it', async () => {
  const { id } = await ask('1.2');
  await requests.approve(chief.actor, id, '');
  expect(await requests.decline(chief.actor, id, 'a mistake')).toMatchObject({
    ...{ state: 'declined', answer: 'a mistake' },
  });
  expect(cancelled).toEqual([id]);
  await expect(
    requests.requireApproved(anna.actor, id, { name: 'pacs', studies: ['1.2'] }),
  ).rejects.toMatchObject({ code: 'node/needs-approval' });
  await requests.look();
  expect(submitted).toHaveLength(1);
  const fetched = await ask('1.3');
  await requests.approve(chief.actor, fetched.id, '');
  await requests.end(fetched.id);
  const late = requests.decline(chief.actor, fetched.id, 'late');
  await expect(late).rejects.toMatchObject({ code: 'request/decided' });
});

it('goes with its node, unless it was fetched or declined', async () => {
  const [waiting, approved, declined] = [await ask('1.2'), await ask('1.3'), await ask('1.4')];
  await requests.approve(chief.actor, approved.id, '');
  await requests.decline(chief.actor, declined.id, 'no');
  await requests.forgetNode('another');
  expect(await listed()).toHaveLength(3);
  await requests.forgetNode(waiting.node);
  expect(await listed()).toEqual([declined.id]);
});

it('is forgotten when it was decided long ago; one that waits is not', async () => {
  const waiting = await ask('1.2');
  const declined = await ask('1.3');
  await requests.decline(chief.actor, declined.id, 'no');
  aheadMs = (KEEP_DECIDED_DAYS - 1) * DAY_MS;
  await requests.look();
  expect(await listed()).toHaveLength(2);
  aheadMs += 2 * DAY_MS;
  await requests.look();
  expect(await listed()).toEqual([waiting.id]);
});

it('is listed with those that waited longest or were decided last', async () => {
  const ids: string[] = [];
  for (const study of ['1.2', '1.3', '1.4', '1.5']) {
    ids.push((await ask(study)).id);
    aheadMs += 1_000;
  }
  const first = async (state: 'waiting' | 'decided') => {
    const { requests: found, total } = await requests.list(chief, { state, limit: 2 });
    return [found.map(({ id }) => ids.indexOf(id)), total];
  };
  expect(await first('waiting')).toEqual([[0, 1], 4]);
  await requests.decline(chief.actor, ids[3]!, 'no');
  aheadMs += 1_000;
  await requests.decline(chief.actor, ids[0]!, 'no');
  expect(await first('waiting')).toEqual([[1, 2], 2]);
  expect(await first('decided')).toEqual([[0, 3], 2]);
});

it('is not kept when it is withdrawn again and again', async () => {
  const declined = await ask('1.2');
  await requests.decline(chief.actor, declined.id, 'no');
  for (let n = 0; n < KEEP_WITHDRAWN_OF_ONE + 2; n++) {
    aheadMs += 1_000;
    await requests.withdraw(anna.actor, (await ask('1.3')).id);
  }
  const { total } = await requests.list(chief, { state: 'withdrawn', limit: 0 });
  expect(total).toBe(KEEP_WITHDRAWN_OF_ONE);
  expect(await listed()).toContain(declined.id);
});

it('covers its studies, all of them at once, and those of nobody else', async () => {
  const { id } = await requests.ask(anna, { name: 'pacs', studies: ['1.2', '1.3'], reason: '' });
  const isToFetch = (studies: string[], caller = anna) =>
    requests.requireApproved(caller.actor, id, { name: 'pacs', studies });
  const refused = { code: 'node/needs-approval' };
  await expect(isToFetch(['1.2', '1.3'])).rejects.toMatchObject(refused);
  await requests.approve(chief.actor, id, '');
  expect(await isToFetch(['1.3', '1.2'])).toBe(true);
  for (const studies of [['1.2'], ['1.2', '1.3', '1.4'], ['1.2', '1.4'], []])
    await expect(isToFetch(studies)).rejects.toMatchObject(refused);
  await expect(isToFetch(['1.2', '1.3'], chief)).rejects.toMatchObject(refused);
  await requests.end(id);
  expect(await isToFetch(['1.2', '1.3'])).toBe(false);
});

it('is seen by who asked and by administrators, and goes with its account', async () => {
  const { id } = await ask('1.2');
  expect(await listed(anna)).toEqual([id]);
  expect(await listed(callerNamed('bert', 'send'))).toEqual([]);
  await requests.forget(anna.actor);
  expect(await listed()).toEqual([]);
});

it('is news to who asked until they have seen what became of it, each time', async () => {
  const news = async (caller = anna) =>
    (await requests.news(caller.actor, 10)).requests.map(({ id, state }) => ({
      id,
      state,
    }));
  const [approved, declined, withdrawn] = [await ask('1.2'), await ask('1.3'), await ask('1.4')];
  await requests.approve(chief.actor, approved.id, '');
  await requests.decline(chief.actor, declined.id, 'not of the trial');
  await requests.withdraw(anna.actor, withdrawn.id);
  const told = await news();
  expect(told.toSorted((a, b) => (a.state < b.state ? -1 : 1))).toEqual([
    { id: approved.id, state: 'approved' },
    { id: declined.id, state: 'declined' },
  ]);
  expect([await news(chief), await news(callerNamed('bert', 'send'))]).toEqual([[], []]);
  expect(await requests.noteSeen(callerNamed('bert', 'send').actor, told)).toBe(0);
  // It came in between: they have not seen that.
  await requests.end(approved.id);
  expect(await requests.noteSeen(anna.actor, told)).toBe(1);
  expect(await news()).toEqual([{ id: approved.id, state: 'fetched' }]);
  expect(await requests.noteSeen(anna.actor, await news())).toBe(1);
  expect([await news(), await requests.noteSeen(anna.actor, told)]).toEqual([[], 0]);
});
