import { readdirSync } from 'node:fs';
import { type CorpusKind, writeCorpus } from '../../test/support/corpus.ts';
import { storescu } from '../../test/support/dcmtk.ts';
import { runOrThrow } from '../../test/support/processes.ts';
import type { Bar, BenchContext } from '../bar.ts';
import { isocenter } from '../peers/isocenter.ts';
import { orthanc } from '../peers/orthanc.ts';
import type { Peer, RunningPeer } from '../peers/peer.ts';
import { storescp } from '../peers/storescp.ts';
import { cpuMs, peakMemoryMb } from '../resources.ts';
import type { Result, Wanted } from '../result.ts';

const peers: readonly Peer[] = [isocenter, orthanc, storescp];
const MOST_ASSOCIATIONS = 4;
const WARM_UP_INSTANCES = 50;
const MEMORY_LIMIT_MB = 250;

interface Load {
  readonly bar: number;
  readonly kind: CorpusKind;
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
  readonly cpuMsPerInstance: number;
  readonly peakMemoryMb: number;
}

/** Bars 4 and 5: stock `storescu` processes, each sending a directory over one association. */
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
  const here = peers.filter(({ name, available }) => available && (context.only?.has(name) ?? true));
  const results: Result[] = [];
  for (const associations of [1, MOST_ASSOCIATIONS]) {
    const measured = new Map<string, Measured[]>(peers.map(({ name }) => [name, []]));
    for (let run = 0; run < context.runs; run++) {
      for (const peer of here) {
        const figures = await measure(peer, folders, associations, instances);
        measured.get(peer.name)?.push(figures);
        context.log(describe(load.kind, associations, peer.name, figures));
      }
    }
    results.push(...resultsOf(load, associations, measured));
  }
  return results;
}

/** One folder per association and one to warm up with; no instance is in two of them. */
function writeFolders(context: BenchContext, kind: CorpusKind, instances: number): string[] {
  context.log(`${kind}: writing ${MOST_ASSOCIATIONS * instances} instances`);
  return Array.from({ length: MOST_ASSOCIATIONS + 1 }, (_, i) => {
    const folder = context.directory.join(`store-${kind}-${i}`);
    const count = i === MOST_ASSOCIATIONS ? WARM_UP_INSTANCES : instances;
    const perSeries = 50;
    writeCorpus(folder, { kind, studies: count / perSeries, instancesPerSeries: perSeries, seed: 10 + i });
    return folder;
  });
}

async function measure(peer: Peer, folders: readonly string[], associations: number, instances: number) {
  await using server = await peer.start();
  await send(server, folders[MOST_ASSOCIATIONS] ?? '');
  // What the peer before has left in the page cache is not this one's burden.
  await runOrThrow('sync', []);
  const cpuBefore = cpuMs(server.pid);
  const started = performance.now();
  await Promise.all(folders.slice(0, associations).map((folder) => send(server, folder)));
  const seconds = (performance.now() - started) / 1000;
  const count = instances * associations;
  return {
    perSecond: count / seconds,
    cpuMsPerInstance: (cpuMs(server.pid) - cpuBefore) / count,
    peakMemoryMb: peakMemoryMb(server.pid),
  };
}

async function send(server: RunningPeer, folder: string): Promise<void> {
  const studies = readdirSync(folder).map((name) => `${folder}/${name}`);
  const output = await storescu(server.peer, studies, ['+sd'], { timeoutMs: 600_000 });
  if (output.code !== 0) throw new Error(`storescu ended with ${output.code}:\n${output.stderr}`);
}

const describe = (kind: string, associations: number, name: string, figures: Measured) =>
  `${kind} x${associations} ${name}: ${figures.perSecond.toFixed(0)}/s, ` +
  `${figures.cpuMsPerInstance.toFixed(2)} ms CPU each, peak ${figures.peakMemoryMb.toFixed(0)} MB`;

function resultsOf(
  { bar, kind, wanted }: Load,
  associations: number,
  measured: Map<string, Measured[]>,
): Result[] {
  const what = `C-STORE ${kind.toUpperCase()}, ${associations} association${associations > 1 ? 's' : ''}`;
  const of = (name: string, pick: (m: Measured) => number) => (measured.get(name) ?? []).map(pick);
  const rates = Object.entries(wanted).map(
    ([name, byAssociations]): Result => ({
      bar,
      what,
      unit: 'instances/s',
      better: 'higher',
      ours: of('isocenter', (m) => m.perSecond),
      peer: { name, values: of(name, (m) => m.perSecond) },
      wanted: byAssociations[associations] ?? record,
    }),
  );
  const orthancPeer = (pick: (m: Measured) => number) => ({ name: 'orthanc', values: of('orthanc', pick) });
  const cpu = (m: Measured) => m.cpuMsPerInstance;
  const memory = (m: Measured) => m.peakMemoryMb;
  const cost = { bar, better: 'lower' as const };
  return [
    ...rates,
    {
      ...cost,
      what: `${what}: CPU`,
      unit: 'ms/instance',
      ours: of('isocenter', cpu),
      peer: orthancPeer(cpu),
      wanted: record,
    },
    {
      ...cost,
      what: `${what}: peak memory`,
      unit: 'MB',
      ours: of('isocenter', memory),
      peer: orthancPeer(memory),
      wanted: bar === 5 ? { kind: 'at most', value: MEMORY_LIMIT_MB } : record,
    },
  ];
}
