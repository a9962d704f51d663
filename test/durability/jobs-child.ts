/**
 * A queue of jobs, run as a child process by jobs-kill.test.ts.
 *
 *     node jobs-child.ts DATABASE LOG COUNT
 *
 * Submits COUNT jobs of each kind and works until it is killed, or until nothing is left to do. Every line of LOG is a
 * promise or an effect: `accepted ID KIND`, `effect ID`.
 */
import fs from 'node:fs';
import { silentLogger, systemClock } from '../../src/base/index.ts';
import { openCatalog } from '../../src/catalog/index.ts';
import { localAdministrator } from '../../src/contract/index.ts';
import { type JobKind, Jobs, waitForChildren } from '../../src/jobs/index.ts';

const [database, log, count] = process.argv.slice(2);
if (database === undefined || log === undefined) throw new Error('DATABASE LOG COUNT');

const say = (line: string): void => fs.appendFileSync(log, `${line}\n`);
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const CHILDREN = 3;
const common = { right: 'send', concurrency: 3, maximumAttempts: 1_000, firstPauseMs: 5 } as const;

async function haveEffect(_: unknown, { id }: { readonly id: string }): Promise<string> {
  await pause(Math.random() * 20);
  say(`effect ${id}`);
  await pause(Math.random() * 20);
  return 'done';
}

const kinds: JobKind[] = [
  { ...common, name: 'repeatable', repeatable: true, parse: (input) => input, run: haveEffect },
  { ...common, name: 'once', repeatable: false, parse: (input) => input, run: haveEffect },
  {
    ...common,
    name: 'family',
    repeatable: true,
    parse: (input) => input,
    async run(_, { spawn, children }) {
      const there = await children();
      if (there.length === CHILDREN && there.every(({ state }) => state === 'done')) return there.length;
      for (let child = there.length; child < CHILDREN; child++) await spawn('repeatable', child);
      return waitForChildren;
    },
  },
];

const catalog = await openCatalog({ database });
const admit = async () => localAdministrator;
const jobs = new Jobs({ catalog, clock: systemClock, logger: silentLogger, admit, leaseMs: 300 });
for (const kind of kinds) jobs.register(kind);
await jobs.start();
say('started');
const subject = { kind: 'local', name: 'test' } as const;
for (let round = 0; round < Number(count); round++) {
  for (const { name } of kinds) {
    const { id } = await jobs.submit({ kind: name, input: round, subject });
    say(`accepted ${id} ${name}`);
  }
}
const unfinished = ['queued', 'waiting', 'running'] as const;
while ((await jobs.list(undefined, { states: unfinished, limit: 1 })).length > 0) await pause(20);
await jobs.stop();
await catalog.close();
