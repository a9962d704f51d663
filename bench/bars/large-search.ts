import { setTimeout as sleep } from 'node:timers/promises';
import { isocenterJson } from '../../test/support/command-line.ts';
import type { IsocenterServer } from '../../test/support/server.ts';
import type { BenchContext } from '../bar.ts';
import { type Asker, grantedAskers } from '../granted-askers.ts';
import { KeptConnection } from '../peers/web.ts';
import { queries } from '../queries.ts';
import { cpuMs } from '../resources.ts';
import type { Result } from '../result.ts';
import { median, percentile } from '../statistics.ts';

const QUERIES = 1_000;
const WANTED_P99_MS = 25;
/** What making the accounts left to do is not measured. */
const SETTLE_MS = 3_000;

/** Bar 4 of the HTTP door in a large archive: QIDO-RS over a kept connection, as administrator and with 1,000 grants of each kind. */
export async function measureSearches(
  context: BenchContext,
  server: IsocenterServer,
  studies: number,
  of: string,
): Promise<Result[]> {
  const name = `bench-${server.pid}`;
  const { token } = await isocenterJson<{ token: string }>(server, [
    ...['token', 'create', name, '--role', 'administrator'],
  ]);
  const { pid, httpPort } = server;
  const administrator = { pid, httpPort, headers: { authorization: `Bearer ${token}` } };
  const granted = await grantedAskers(administrator, studies, name);
  await sleep(SETTLE_MS);
  const results: Result[] = [];
  for (const asker of [{ who: 'an administrator', server: administrator }, ...granted])
    results.push(...(await measureAsker(context, asker, studies, of)));
  return results;
}

async function measureAsker(
  context: BenchContext,
  { who, server }: Asker,
  studies: number,
  of: string,
): Promise<Result[]> {
  const connection = new KeptConnection(server);
  const results: Result[] = [];
  for (const { what, path } of searches(studies)) {
    const times: number[] = [];
    const before = cpuMs(server.pid);
    for (let n = 0; n < QUERIES; n++) {
      const started = performance.now();
      await connection.ask('GET', path(n), undefined, { accept: 'application/dicom+json' });
      times.push(performance.now() - started);
    }
    const cpu = (cpuMs(server.pid) - before) / QUERIES;
    const p99 = percentile(times, 0.99);
    const [middle, worst] = [median(times), Math.max(...times)];
    const figures = { median: middle, p99, worst, 'CPU of the server': cpu };
    context.log(
      `large: QIDO-RS ${what}, ${who}, ${of}: ${Object.entries(figures)
        .map(([figure, ms]) => `${figure} ${ms.toFixed(2)} ms`)
        .join(', ')}`,
    );
    const common = { bar: 4, unit: 'ms', better: 'lower' } as const;
    results.push(
      {
        ...common,
        what: `QIDO-RS ${what} as ${who}, p99 of ${QUERIES}; ${of}`,
        ours: [p99],
        wanted: { kind: 'at most', value: WANTED_P99_MS },
      },
      {
        ...common,
        what: `QIDO-RS ${what} as ${who}: CPU of each`,
        ours: [cpu],
        wanted: { kind: 'for the record' },
      },
    );
  }
  connection.close();
  return results;
}

const searches = (studies: number) => [
  { what: 'the first 100', path: () => '/dicom-web/studies?limit=100' },
  ...queries(studies).map(({ what, keys }) => ({
    what,
    path: (n: number) => `/dicom-web/studies?${new URLSearchParams(keys(n) as Record<string, string>)}`,
  })),
];
