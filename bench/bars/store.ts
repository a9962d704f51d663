import { type CorpusKind, writeCorpus } from '../../test/support/corpus.ts';
import { runOrThrow } from '../../test/support/processes.ts';
import type { Bar, BenchContext } from '../bar.ts';
import { isocenter } from '../peers/isocenter.ts';
import { orthanc } from '../peers/orthanc.ts';
import type { Peer } from '../peers/peer.ts';
import { storescp } from '../peers/storescp.ts';
import { cpuMs, peakMemoryMb } from '../resources.ts';
import type { Result, Wanted } from '../result.ts';
import { sendFolders } from '../send.ts';
import { type Turns, takeTurns, taking } from '../turns.ts';

const peers: readonly Peer[] = [isocenter, orthanc, storescp];
const MOST_ASSOCIATIONS = 4;
const PER_STUDY = 50;
/** A program is compiled while it runs: what is measured is a server that has been up for some seconds. */
const WARM_UP = 500;
const MEMORY_LIMIT_MB = 250;

interface Load {
  readonly bar: number;
  readonly kind: CorpusKind;
  /** Of each of as many folders as there are associations at most. */
  readonly instances: number;
  /** By peer: what is wanted with 1 and with 4 associations. */
  readonly wanted: Readonly<Record<string, Readonly<Record<number, Wanted>>>>;
}

const ratio = (atLeast: number, stretch?: number): Wanted => ({ kind: 'ratio', atLeast, stretch });
const record: Wanted = { kind: 'for the record' };

const loads: readonly Load[] = [
  {
    bar: 4,
    kind: 'mr',
    instances: 2000,
    wanted: { orthanc: { 1: ratio(2.5), 4: ratio(3) }, storescp: { 1: ratio(0.8, 1.3), 4: ratio(0.8, 1.3) } },
  },
  {
    bar: 5,
    kind: 'ct',
    instances: 400,
    wanted: { orthanc: { 1: ratio(2.2), 4: ratio(2.5) }, storescp: { 1: record, 4: record } },
  },
];

interface Measured {
  readonly perSecond: number;
  readonly cpuMs: number;
  readonly peakMemoryMb: number;
}

/** Bars 4 and 5: `storescu` processes that share all folders, each over one association, into a server with few instances. */
export const storeBar: Bar = {
  name: 'store',
  run: async (context) => {
    const results: Result[] = [];
    for (const load of loads) results.push(...(await runLoad(context, load)));
    return results;
  },
};

async function runLoad(context: BenchContext, load: Load): Promise<Result[]> {
  const instances = context.quick ? load.instances / 4 : load.instances;
  const folders = writeFolders(context, load.kind, instances);
  const results: Result[] = [];
  for (const associations of [1, MOST_ASSOCIATIONS]) {
    const measured = await takeTurns(
      context,
      `${load.kind} x${associations}`,
      taking(context, peers),
      (peer) => measure(peer, folders, associations, instances),
      (m) =>
        `${m.perSecond.toFixed(0)}/s, ${m.cpuMs.toFixed(2)} ms CPU each, peak ${m.peakMemoryMb.toFixed(0)} MB`,
    );
    results.push(...resultsOf(load, associations, measured));
  }
  return results;
}

/** A folder to warm up with, then those that are sent; no instance is in two of them. */
function writeFolders(context: BenchContext, kind: CorpusKind, instances: number): string[] {
  context.log(`${kind}: writing ${MOST_ASSOCIATIONS * instances} instances`);
  const counts = [WARM_UP, ...Array.from({ length: MOST_ASSOCIATIONS }, () => instances)];
  return counts.map((count, i) => {
    const folder = context.directory.join(`store-${kind}-${i}`);
    writeCorpus(folder, { kind, studies: count / PER_STUDY, instancesPerSeries: PER_STUDY, seed: 10 + i });
    return folder;
  });
}

async function measure(
  peer: Peer,
  [warmUp = '', ...folders]: readonly string[],
  associations: number,
  instances: number,
): Promise<Measured> {
  await using server = await peer.start();
  await sendFolders(server.peer, [warmUp]);
  // What the one before has left in the page cache is not this one's burden.
  await runOrThrow('sync', []);
  const cpuBefore = cpuMs(server.pid);
  const started = performance.now();
  await Promise.all(sharesOf(folders, associations).map((share) => sendFolders(server.peer, share)));
  const seconds = (performance.now() - started) / 1000;
  const count = instances * MOST_ASSOCIATIONS;
  return {
    perSecond: count / seconds,
    cpuMs: (cpuMs(server.pid) - cpuBefore) / count,
    peakMemoryMb: peakMemoryMb(server.pid),
  };
}

/** Everything is sent, whatever the number of associations. */
function sharesOf(folders: readonly string[], associations: number): string[][] {
  const each = folders.length / associations;
  return Array.from({ length: associations }, (_, i) => folders.slice(i * each, (i + 1) * each));
}

function resultsOf({ bar, kind, wanted }: Load, associations: number, measured: Turns<Measured>): Result[] {
  const what = `C-STORE ${kind.toUpperCase()}, ${associations} association${associations > 1 ? 's' : ''}`;
  const rate = (m: Measured) => m.perSecond;
  const cpu = (m: Measured) => m.cpuMs;
  const memory = (m: Measured) => m.peakMemoryMb;
  const rates = Object.entries(wanted).map(
    ([name, byAssociations]): Result => ({
      bar,
      what,
      unit: 'instances/s',
      better: 'higher',
      ours: measured.of('isocenter', rate),
      peer: measured.peer(name, rate),
      wanted: byAssociations[associations] ?? record,
    }),
  );
  return [
    ...rates,
    {
      bar,
      what: `${what}: CPU`,
      unit: 'ms/instance',
      better: 'lower',
      ours: measured.of('isocenter', cpu),
      peer: measured.peer('orthanc', cpu),
      wanted: record,
    },
    {
      bar,
      what: `${what}: peak memory`,
      unit: 'MB',
      better: 'lower',
      ours: measured.of('isocenter', memory),
      peer: measured.peer('orthanc', memory),
      wanted: bar === 5 ? { kind: 'at most', value: MEMORY_LIMIT_MB } : record,
    },
  ];
}
