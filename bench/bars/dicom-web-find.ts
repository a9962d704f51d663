import { corpus } from '../../test/support/corpus.ts';
import type { Bar, BenchContext } from '../bar.ts';
import { dicomWebPeers, KeptConnection, type RunningWeb, type WebPeer } from '../peers/web.ts';
import { queries, studyAttributes } from '../queries.ts';
import type { Result } from '../result.ts';
import { median, percentile } from '../statistics.ts';
import { takeTurns, taking } from '../turns.ts';

const CLIENTS = 4;
const REPEATS = 50;
const WANTED_RATIO = 20;
const SLOWEST_MS = 25;

interface Measured {
  readonly median: number;
  readonly slowest: number;
}

interface Search {
  readonly what: string;
  readonly repeats: number;
  path(n: number): string;
}

/** Bar 4 of the HTTP door: QIDO-RS at 20,000 studies over one kept connection. */
export const dicomWebFindBar: Bar = {
  name: 'qido',
  run: async (context) => {
    const studies = context.quick ? 2_000 : 20_000;
    await using servers = new AsyncDisposableStack();
    const participants = [];
    for (const peer of taking(context, dicomWebPeers)) {
      const server = servers.use(await peer.start());
      const started = performance.now();
      await fill(peer, server, studies);
      const seconds = (performance.now() - started) / 1000;
      context.log(`qido: ${studies} studies posted to ${peer.name} in ${seconds.toFixed(1)} s`);
      const connection = new KeptConnection(server);
      servers.defer(() => connection.close());
      participants.push({ name: peer.name, connection });
    }
    const results: Result[] = [];
    for (const search of searches(studies))
      results.push(...(await measureSearch(context, participants, search, studies)));
    return results;
  },
};

const searches = (studies: number): Search[] => [
  ...queries(studies).map(({ what, keys }) => ({
    what,
    repeats: REPEATS,
    path: (n: number) => `/studies?${new URLSearchParams(keys(n) as Record<string, string>)}`,
  })),
  { what: 'the first 100', repeats: REPEATS, path: () => '/studies?limit=100' },
  { what: `all ${studies}`, repeats: 2, path: () => '/studies' },
];

async function measureSearch(
  context: BenchContext,
  participants: readonly { name: string; connection: KeptConnection }[],
  { what, repeats, path }: Search,
  studies: number,
): Promise<Result[]> {
  const measured = await takeTurns(
    context,
    `QIDO-RS ${what}`,
    participants,
    async ({ connection }): Promise<Measured> => {
      const times: number[] = [];
      for (let n = 0; n < repeats; n++) {
        const started = performance.now();
        await connection.ask('GET', `/dicom-web${path(n)}`, undefined, { accept: 'application/dicom+json' });
        times.push(performance.now() - started);
      }
      return { median: median(times), slowest: percentile(times, 0.99) };
    },
    (m) => `${m.median.toFixed(2)} ms, p99 ${m.slowest.toFixed(2)} ms`,
  );
  const typical = (m: Measured) => m.median;
  const name = `QIDO-RS ${what} (of ${studies} studies)`;
  const result: Result = {
    ...{ bar: 4, what: name, unit: 'ms', better: 'lower' },
    ...{ ours: measured.of('isocenter', typical), peer: measured.peer('orthanc', typical) },
    wanted: { kind: 'ratio', atLeast: WANTED_RATIO },
  };
  if (repeats < REPEATS) return [result];
  const slowest: Result = {
    ...{ bar: 4, what: `${name}: p99`, unit: 'ms', better: 'lower' },
    ours: measured.of('isocenter', (m) => m.slowest),
    wanted: { kind: 'at most', value: SLOWEST_MS },
  };
  return [result, slowest];
}

async function fill(peer: WebPeer, server: RunningWeb, studies: number): Promise<void> {
  const each = studies / CLIENTS;
  await Promise.all(
    Array.from({ length: CLIENTS }, async (_, part) => {
      const connection = new KeptConnection(server);
      const place = { studies: each, firstStudy: part * each, instancesPerSeries: 1, seed: 170 };
      const override = ({ study }: { study: number }) => studyAttributes(study, studies);
      for (const instance of corpus({ kind: 'tiny', ...place, override }))
        await connection.ask('POST', peer.instances, instance.encode());
      connection.close();
    }),
  );
}
