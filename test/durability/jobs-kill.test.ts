import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { silentLogger, systemClock } from '../../src/base/index.ts';
import { openCatalog } from '../../src/catalog/index.ts';
import { localAdministrator } from '../../src/contract/index.ts';
import { type Job, Jobs } from '../../src/jobs/index.ts';
import { engines } from '../support/engines.ts';
import { BackgroundProcess, waitFor } from '../support/processes.ts';
import { seededRandom } from '../support/random.ts';
import { nodeBinary } from '../support/server.ts';
import { TemporaryDirectory } from '../support/temp.ts';

const child = fileURLToPath(new URL('jobs-child.ts', import.meta.url));
const ROUNDS = 8;
const JOBS_PER_ROUND = 12;
const LONGEST_LIFE_MS = 500;

it.each(engines)('jobs survive kill -9 in any state, on $name', { timeout: 180_000 }, async (engine) => {
  using directory = new TemporaryDirectory('jobs');
  const { database, drop } = await engine.create();
  const log = directory.join('log');
  writeFileSync(log, '');
  const lines = () => readFileSync(log, 'utf8').trim().split('\n');
  const random = seededRandom(7);
  for (let round = 0; round < ROUNDS; round++) {
    const before = lines().length;
    await using process = new BackgroundProcess(nodeBinary, [child, database, log, String(JOBS_PER_ROUND)]);
    await waitFor('the first job', () => lines().length > before + 1);
    await sleep(random() * LONGEST_LIFE_MS);
    await process.kill9();
  }
  const last = new BackgroundProcess(nodeBinary, [child, database, log, '0']);
  expect(await last.exited).toMatchObject({ code: 0, stderr: '' });

  const accepted = new Map(words(lines(), 'accepted').map(([id, kind]) => [id!, kind!]));
  const effects = Map.groupBy(words(lines(), 'effect'), ([id]) => id);
  const all = await jobsIn(database);
  expect(accepted.size).toBeGreaterThan(ROUNDS);
  expect([...accepted.keys()].filter((id) => !all.has(id))).toEqual([]);
  for (const job of all.values()) {
    const times = effects.get(job.id)?.length ?? 0;
    if (job.kind === 'family') expect(job).toMatchObject({ state: 'done', result: 3 });
    else if (job.kind === 'repeatable') expect([job.state, times > 0]).toEqual(['done', true]);
    else if (job.state === 'done') expect(times).toBe(1);
    else {
      // It was interrupted: nobody knows, and nobody tried again.
      expect(job).toMatchObject({ state: 'failed', failure: { code: 'job/lease-lost', class: 'ambiguous' } });
      expect(times).toBeLessThanOrEqual(1);
    }
  }
  const kinds = Map.groupBy(all.values(), ({ kind, state }) => `${kind} ${state}`);
  expect([...kinds.keys()]).toEqual(expect.arrayContaining(['once failed', 'once done']));
  await drop();
});

function words(lines: readonly string[], first: string): string[][] {
  return lines.map((line) => line.split(' ')).flatMap(([word, ...rest]) => (word === first ? [rest] : []));
}

async function jobsIn(database: string): Promise<Map<string, Job>> {
  const catalog = await openCatalog({ database });
  const jobs = new Jobs({
    ...{ catalog, clock: systemClock, logger: silentLogger, admit: async () => localAdministrator },
  });
  const found = await jobs.list(undefined, { limit: 10_000 });
  await catalog.close();
  return new Map(found.map((job) => [job.id, job]));
}
