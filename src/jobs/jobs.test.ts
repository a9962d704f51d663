import { describe, expect, it } from 'vitest';
import { emptyCatalog, engines, type TestCatalog } from '../../test/support/engines.ts';
import { waitFor } from '../../test/support/processes.ts';
import { IsocenterError, silentLogger, systemClock } from '../base/index.ts';
import { type Actor, type Caller, everything, type Right } from '../contract/index.ts';
import { pauseAfter } from './back-off.ts';
import { type Job, type JobKind, Jobs, type JobsParts, waitForChildren } from './index.ts';

const anna: Actor = { kind: 'user', name: 'anna' };
const berta: Actor = { kind: 'user', name: 'berta' };

function callerWith(...rights: Right[]): (subject: Actor) => Promise<Caller> {
  return async (actor) => ({ actor, scope: everything, rights: new Set(rights), address: 'test' });
}

type Given = Partial<JobKind> & Pick<JobKind, 'run'>;
const kind = (given: Given): JobKind => ({
  ...{ name: 'work', right: 'send', concurrency: 1, repeatable: true, firstPauseMs: 5 },
  parse: (input) => input,
  ...given,
});

describe.each(engines)('jobs on $name', (engine) => {
  async function withJobs(
    kinds: readonly JobKind[],
    test: (jobs: Jobs, catalog: TestCatalog) => Promise<void>,
    more: Partial<JobsParts> = {},
  ): Promise<void> {
    const made = await emptyCatalog(engine);
    const jobs = makeJobs(made, kinds, more);
    try {
      await jobs.start();
      await test(jobs, made);
    } finally {
      await jobs.stop();
      await made.close();
    }
  }

  function makeJobs({ catalog }: TestCatalog, kinds: readonly JobKind[], more: Partial<JobsParts>): Jobs {
    const parts = { catalog, clock: systemClock, logger: silentLogger, admit: callerWith('send') };
    const jobs = new Jobs({ ...parts, ...more });
    for (const one of kinds) jobs.register(one);
    return jobs;
  }

  const ended = (jobs: Jobs, { id }: Job) =>
    waitFor('the end of the job', async () => {
      const job = await jobs.get(undefined, id);
      return job.endedAt !== null && job;
    });
  const submit = (jobs: Jobs, input: unknown = null, subject = anna) =>
    jobs.submit({ kind: 'work', input, subject });

  it('runs with its input and keeps the result', async () => {
    const double = kind({ run: async (input) => ({ doubled: (input as number) * 2 }) });
    await withJobs([double], async (jobs) => {
      const job = await submit(jobs, 21);
      expect(await ended(jobs, job)).toMatchObject({ state: 'done', result: { doubled: 42 }, attempts: 1 });
    });
  });

  it('is tried again after transient failures, with what was saved, until there is no more attempt', async () => {
    const seen: unknown[] = [];
    const failing = kind({
      maximumAttempts: 3,
      async run(_, { attempt, checkpoint, saveCheckpoint }) {
        seen.push(checkpoint);
        await saveCheckpoint({ reached: attempt });
        throw new IsocenterError('store/full', { what: 'the test' });
      },
    });
    await withJobs([failing], async (jobs) => {
      const job = await ended(jobs, await submit(jobs));
      expect(job).toMatchObject({ state: 'failed', attempts: 3, failure: { class: 'transient' } });
      expect(seen).toEqual([null, { reached: 1 }, { reached: 2 }]);
      await jobs.retry(undefined, job.id);
      expect(await ended(jobs, job)).toMatchObject({ state: 'failed', attempts: 3 });
      expect(seen).toHaveLength(6);
    });
  });

  it('is not tried again when it never can work, or may have worked and must not be repeated', async () => {
    const refused = kind({
      run: async () => Promise.reject(new IsocenterError('query/bad', { reason: 'test' })),
    });
    await withJobs([refused], async (jobs) => {
      expect(await ended(jobs, await submit(jobs))).toMatchObject({
        ...{ state: 'failed', attempts: 1, failure: { code: 'query/bad', class: 'permanent' } },
      });
    });
    const doubtful = kind({
      repeatable: false,
      run: async () => Promise.reject(new IsocenterError('dimse/timeout', { seconds: 1, what: 'testing' })),
    });
    await withJobs([doubtful], async (jobs) => {
      expect(await ended(jobs, await submit(jobs))).toMatchObject({
        ...{ state: 'failed', attempts: 1, failure: { code: 'dimse/timeout', class: 'ambiguous' } },
      });
    });
  });

  it('asks again what its subject may do, each time it runs', async () => {
    let rights: Right[] = ['send'];
    const admit = (subject: Actor) => callerWith(...rights)(subject);
    const losing = kind({
      async run() {
        rights = ['find'];
        throw new IsocenterError('store/full', { what: 'the test' });
      },
    });
    await withJobs(
      [losing],
      async (jobs) => {
        const job = await ended(jobs, await submit(jobs));
        expect(job).toMatchObject({ state: 'failed', attempts: 2, failure: { code: 'archive/forbidden' } });
      },
      { admit },
    );
  });

  it('runs no more of a kind at once than it says', async () => {
    let now = 0;
    let most = 0;
    const slow = kind({
      concurrency: 2,
      async run() {
        most = Math.max(most, ++now);
        await new Promise((resolve) => setTimeout(resolve, 20));
        now--;
      },
    });
    await withJobs([slow], async (jobs) => {
      const made = await Promise.all(Array.from({ length: 7 }, () => submit(jobs)));
      for (const job of made) expect((await ended(jobs, job)).state).toBe('done');
      expect(most).toBe(2);
    });
  });

  it('is cancelled while it waits and while it runs, with all that it spawned', async () => {
    const parent = kind({
      name: 'parent',
      async run(_, { spawn, children }) {
        if ((await children()).length === 0) await spawn('work', null);
        return waitForChildren;
      },
    });
    const endless = kind({
      run: (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        }),
    });
    await withJobs([parent, endless], async (jobs) => {
      const family = await jobs.submit({ kind: 'parent', input: null, subject: anna });
      const child = await waitFor('the child to run', async () =>
        (await jobs.list(undefined, { parent: family.id, limit: 2 })).find(
          ({ state }) => state === 'running',
        ),
      );
      await waitFor(
        'the parent to wait',
        async () => (await jobs.get(undefined, family.id)).state === 'waiting',
      );
      await jobs.cancel(undefined, family.id);
      expect((await ended(jobs, child)).state).toBe('cancelled');
      expect((await ended(jobs, family)).state).toBe('cancelled');
      const later = await jobs.submit({
        ...{ kind: 'work', input: null, subject: anna, notBefore: new Date(Date.now() + 60_000) },
      });
      expect((await jobs.cancel(undefined, later.id)).state).toBe('cancelled');
    });
  });

  it('rests while it waits and while it runs, with all that it spawned, and goes on where it was', async () => {
    const parent = kind({
      name: 'parent',
      async run(_, { spawn, children }) {
        const there = await children();
        if (there.length > 0) return there.map(({ result }) => result);
        await spawn('work', null);
        return waitForChildren;
      },
    });
    let mayEnd = false;
    const steps = kind({
      async run(_, { signal, checkpoint, saveCheckpoint }) {
        for (let step = (checkpoint as number | null) ?? 0; ; step++) {
          await saveCheckpoint(step);
          if (mayEnd) return checkpoint;
          await new Promise((resolve) => setTimeout(resolve, 5));
          signal.throwIfAborted();
        }
      },
    });
    await withJobs([parent, steps], async (jobs) => {
      const became = (id: string, state: string) =>
        waitFor(`a job that is ${state}`, async () => {
          const job = await jobs.get(undefined, id);
          return job.state === state && job;
        });
      const family = await jobs.submit({ kind: 'parent', input: null, subject: anna });
      await became(family.id, 'waiting');
      const [child] = await jobs.list(undefined, { parent: family.id, limit: 2 });
      await waitFor(
        'a checkpoint',
        async () => Number((await jobs.get(undefined, child!.id)).checkpoint) > 1,
      );
      expect((await jobs.pause(undefined, family.id)).state).toBe('paused');
      const { checkpoint } = await became(child!.id, 'paused');
      mayEnd = true;
      await jobs.stop();
      expect(await jobs.get(undefined, child!.id)).toMatchObject({ state: 'paused', checkpoint });
    });
    mayEnd = false;
    await withJobs([parent, steps], async (jobs) => {
      const notBefore = new Date(Date.now() + 60_000);
      const later = await jobs.submit({ kind: 'work', input: null, subject: anna, notBefore });
      expect((await jobs.pause(undefined, later.id)).state).toBe('paused');
      mayEnd = true;
      await jobs.resume(undefined, later.id);
      expect(await ended(jobs, later)).toMatchObject({ state: 'done', attempts: 1 });
      expect((await jobs.pause(undefined, later.id)).state).toBe('done');
      mayEnd = false;
      const family = await jobs.submit({ kind: 'parent', input: null, subject: anna });
      const child = await waitFor('the child', async () =>
        (await jobs.list(undefined, { parent: family.id, limit: 2 })).find(
          ({ state }) => state === 'running',
        ),
      );
      await jobs.pause(undefined, family.id);
      await waitFor(
        'a child that rests',
        async () => (await jobs.get(undefined, child.id)).state === 'paused',
      );
      mayEnd = true;
      expect((await jobs.resume(undefined, family.id)).state).toBe('waiting');
      expect(await ended(jobs, family)).toMatchObject({ state: 'done' });
      expect(await jobs.get(undefined, child.id)).toMatchObject({ state: 'done', attempts: 1 });
      mayEnd = false;
      const dropped = await submit(jobs);
      await waitFor('it to run', async () => (await jobs.get(undefined, dropped.id)).state === 'running');
      await jobs.pause(undefined, dropped.id);
      await waitFor('it to rest', async () => (await jobs.get(undefined, dropped.id)).state === 'paused');
      expect((await jobs.cancel(undefined, dropped.id)).state).toBe('cancelled');
    });
  });

  it('goes on to its end before it rests where it must not be done twice', async () => {
    let end: (() => void) | undefined;
    const once = kind({
      repeatable: false,
      run: () => new Promise<void>((resolve) => (end = resolve)),
    });
    await withJobs([once], async (jobs) => {
      const job = await submit(jobs);
      await waitFor('it to run', () => end !== undefined);
      expect((await jobs.pause(undefined, job.id)).state).toBe('running');
      end?.();
      expect(await ended(jobs, job)).toMatchObject({ state: 'done' });
    });
  });

  it('runs a parent again when its children have ended', async () => {
    const parent = kind({
      name: 'parent',
      async run(_, { spawn, children }) {
        const there = await children();
        if (there.length > 0) return there.map(({ result }) => result).sort();
        for (const input of [1, 2, 3]) await spawn('work', input);
        return waitForChildren;
      },
    });
    const square = kind({ concurrency: 2, run: async (input) => (input as number) ** 2 });
    await withJobs([parent, square], async (jobs) => {
      const family = await jobs.submit({ kind: 'parent', input: null, subject: anna });
      expect(await ended(jobs, family)).toMatchObject({ state: 'done', result: [1, 4, 9] });
    });
  });

  it('runs those of a sequence one after the other as they came, also when one is tried again or rests', async () => {
    const began: string[] = [];
    let fails = 2;
    const isAllThere = Promise.withResolvers<void>();
    const work = kind({
      concurrency: 3,
      async run(input) {
        began.push(String(input));
        await isAllThere.promise;
        if (input === 'a1' && fails-- > 0) throw new IsocenterError('store/full', { what: 'the test' });
      },
    });
    await withJobs([work], async (jobs) => {
      const add = (input: string, sequence: string | undefined) =>
        jobs.submit({ kind: 'work', input, subject: anna, ...(sequence && { sequence }) });
      const first = await add('a1', 'a');
      const rest = [await add('a2', 'a'), await add('b1', 'b'), await add('other', undefined)];
      const last = await add('a3', 'a');
      await jobs.pause(undefined, rest[0]!.id);
      isAllThere.resolve();
      for (const each of [first, rest[1]!, rest[2]!]) await ended(jobs, each);
      expect(began.filter((input) => input.startsWith('a'))).toEqual(['a1', 'a1', 'a1']);
      expect(await jobs.get(undefined, last.id)).toMatchObject({ state: 'waiting', dueAt: null });
      await jobs.resume(undefined, last.id);
      expect(await jobs.get(undefined, last.id)).toMatchObject({ state: 'waiting', dueAt: null });
      await jobs.cancel(undefined, rest[0]!.id);
      await ended(jobs, last);
      expect(began).not.toContain('a2');
      await jobs.retry(undefined, rest[0]!.id);
      await ended(jobs, rest[0]!);
      expect(began.slice(-2)).toEqual(['a3', 'a2']);
    });
  });

  it('runs the next of a sequence after one that was waiting for its children', async () => {
    const done: string[] = [];
    const parent = kind({
      name: 'parent',
      async run(input, { spawn, children }) {
        if ((await children()).length === 0) {
          await spawn('work', input);
          return waitForChildren;
        }
        done.push(`parent ${input}`);
        return null;
      },
    });
    const child = kind({ run: async (input) => void done.push(`child ${input}`) });
    await withJobs([parent, child], async (jobs) => {
      const all: Job[] = [];
      for (const input of [1, 2]) {
        all.push(await jobs.submit({ kind: 'parent', input, subject: anna, sequence: 's' }));
      }
      for (const each of all) await ended(jobs, each);
      expect(done).toEqual(['child 1', 'parent 1', 'child 2', 'parent 2']);
    });
  });

  it.each([
    ['that come in one millisecond', 0],
    ['that come when the clock went back', -1_000],
  ])('runs those of a sequence as they came, %s', async (_, shift) => {
    const done: unknown[] = [];
    const times = [0, shift, undefined];
    const base = Date.now();
    const now = () => new Date(base + (times[0] ?? Date.now() - base));
    const parent = kind({
      name: 'parent',
      async run(input, { spawn, children }) {
        if ((await children()).length > 0) return void done.push(input);
        await spawn('work', input);
        return waitForChildren;
      },
    });
    const child = kind({ run: async () => null });
    await withJobs(
      [parent, child],
      async (jobs) => {
        const ids = ['b0000000-0000-4000-8000-000000000000', 'a0000000-0000-4000-8000-000000000000'];
        const all: Job[] = [];
        for (const id of ids) {
          all.push(await jobs.submit({ id, kind: 'parent', input: id, subject: anna, sequence: 's' }));
          times.shift();
        }
        jobs.wake();
        for (const each of all) await ended(jobs, each);
        expect(done).toEqual(ids);
      },
      { clock: { ...systemClock, now } },
    );
  });

  it('runs one of a sequence that is done again after those that are under way', async () => {
    const running = new Set<unknown>();
    const together: unknown[] = [];
    const isBegun = Promise.withResolvers<void>();
    const mayEnd = Promise.withResolvers<void>();
    let fails = true;
    const work = kind({
      concurrency: 3,
      async run(input) {
        running.add(input);
        if (running.size > 1) together.push([...running]);
        try {
          if (input === 'first' && fails) throw new IsocenterError('query/bad', { reason: 'test' });
          if (input === 'second') {
            isBegun.resolve();
            await mayEnd.promise;
          }
        } finally {
          running.delete(input);
        }
      },
    });
    await withJobs([work], async (jobs) => {
      const add = (input: string) => jobs.submit({ kind: 'work', input, subject: anna, sequence: 's' });
      const [first, second] = [await add('first'), await add('second')];
      await ended(jobs, first);
      await isBegun.promise;
      fails = false;
      expect(await jobs.retry(undefined, first.id)).toMatchObject({ state: 'waiting', dueAt: null });
      mayEnd.resolve();
      expect(await ended(jobs, second)).toMatchObject({ state: 'done' });
      expect(await ended(jobs, first)).toMatchObject({ state: 'done' });
      expect(together).toEqual([]);
    });
  });

  it('shows a subject its own jobs only', async () => {
    await withJobs([kind({ run: async () => 'done' })], async (jobs) => {
      const [hers] = [await submit(jobs, 1, anna), await submit(jobs, 2, berta)];
      expect((await jobs.list(anna, { limit: 10 })).map(({ id }) => id)).toEqual([hers.id]);
      expect(await jobs.list(undefined, { limit: 10 })).toHaveLength(2);
      for (const act of ['get', 'cancel', 'pause', 'resume', 'retry'] as const)
        await expect(jobs[act](berta, hers.id)).rejects.toMatchObject({ code: 'archive/not-found' });
    });
  });

  it('gives what runs back to the queue when the program stops, and goes on at the next start', async () => {
    let runs = 0;
    const endless = kind({
      run: (_, { signal }) =>
        new Promise((resolve, reject) => {
          if (++runs === 2) resolve('the second time');
          signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        }),
    });
    const made = await emptyCatalog(engine);
    const first = makeJobs(made, [endless], {});
    await first.start();
    const job = await submit(first);
    await waitFor('the job to run', () => runs === 1);
    await first.stop();
    expect(await first.get(undefined, job.id)).toMatchObject({ state: 'queued', attempts: 0 });
    const second = makeJobs(made, [endless], {});
    await second.start();
    expect(await ended(second, job)).toMatchObject({ state: 'done', result: 'the second time' });
    await second.stop();
    await made.close();
  });

  it('leaves to a person what the program was stopped in, where it must not be done twice', async () => {
    let runs = 0;
    const once = kind({
      repeatable: false,
      run: (_, { signal }) =>
        new Promise((_resolve, reject) => {
          runs++;
          signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        }),
    });
    const made = await emptyCatalog(engine);
    const jobs = makeJobs(made, [once], {});
    await jobs.start();
    const job = await submit(jobs);
    await waitFor('the job to run', () => runs === 1);
    await jobs.stop();
    expect(await jobs.get(undefined, job.id)).toMatchObject({
      ...{ state: 'failed', failure: { code: 'job/lease-lost', class: 'ambiguous' } },
    });
    await made.close();
  });

  it('writes nothing for a job that another process has taken over', async () => {
    const runs: (() => void)[] = [];
    const slow = kind({ run: () => new Promise<void>((resolve) => runs.push(resolve)) });
    await withJobs([slow], async (jobs, { catalog }) => {
      const job = await submit(jobs);
      await waitFor('the job to run', () => runs.length === 1);
      const { engine: database } = catalog;
      await database.write(function* () {
        const sql = `UPDATE job SET lease = 'another', leased_until = '2999-01-01' WHERE id = ?`;
        yield {
          kind: 'query',
          sql: engine.name === 'SQLite' ? sql : sql.replace('?', '$1'),
          parameters: [job.id],
        };
      });
      runs[0]!();
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(await jobs.get(undefined, job.id)).toMatchObject({ state: 'running', result: null });
    });
  });
});

it('pauses longer each time, up to an hour, never all at the same moment', () => {
  const most = (attempts: number) => pauseAfter(attempts, {}, () => 1);
  expect([1, 2, 3, 20].map(most)).toEqual([5_000, 10_000, 20_000, 3_600_000]);
  expect(pauseAfter(3, {}, () => 0)).toBe(10_000);
});
