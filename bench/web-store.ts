import { type CorpusKind, corpus } from '../test/support/corpus.ts';
import { runOrThrow } from '../test/support/processes.ts';
import type { Bar, BenchContext } from './bar.ts';
import { KeptConnection, type WebPeer } from './peers/web.ts';
import { cpuMs } from './resources.ts';
import type { Result, Wanted } from './result.ts';
import { takeTurns, taking } from './turns.ts';

const CLIENTS = [1, 4];
/** Shared by the clients. */
const REQUESTS: Readonly<Record<CorpusKind, number>> = { mr: 4_000, ct: 1_200, tiny: 0 };
/** A program is compiled while it runs: what is measured is a server that has been up for some seconds. */
const WARM_UP = 500;
const PER_STUDY = 50;
const wanted: Wanted = { kind: 'ratio', atLeast: 3 };

/** A way to store one instance with one request. */
export interface WayToStore {
  /** Of the bar, and of the request in what is reported. */
  readonly name: string;
  readonly request: string;
  /** What the request carries one of. */
  readonly unit: 'instance' | 'file';
  readonly peers: readonly WebPeer[];
  pathOf(peer: WebPeer): string;
  readonly headers: Readonly<Record<string, string>>;
  /** Of a DICOM file. */
  bodyOf(file: Uint8Array): Uint8Array;
}

interface Measured {
  readonly perSecond: number;
  readonly cpuMs: number;
}

/** Bar 3 of the HTTP door: one instance per request over kept connections, into an empty server. */
export function webStoreBar(way: WayToStore): Bar {
  return {
    name: way.name,
    run: async (context) => {
      const results: Result[] = [];
      for (const kind of ['mr', 'ct'] as const) {
        for (const clients of CLIENTS) results.push(...(await runLoad(context, way, kind, clients)));
      }
      return results;
    },
  };
}

async function runLoad(
  context: BenchContext,
  way: WayToStore,
  kind: CorpusKind,
  clients: number,
): Promise<Result[]> {
  const count = REQUESTS[kind] / clients / (context.quick ? 4 : 1);
  const bodies = Array.from({ length: clients }, (_, client) => bodiesOf(way, kind, count, client));
  const warmUp = bodiesOf(way, kind, WARM_UP, 99);
  const measured = await takeTurns(
    context,
    `${way.request} ${kind} x${clients}`,
    taking(context, way.peers),
    (peer) => measure(way, peer, bodies, warmUp),
    (m) => `${m.perSecond.toFixed(0)}/s, ${m.cpuMs.toFixed(2)} ms CPU each`,
  );
  const what = `${way.request} of one ${kind.toUpperCase()} ${way.unit}, ${clients} client${clients > 1 ? 's' : ''}`;
  const rate = (m: Measured) => m.perSecond;
  const cpu = (m: Measured) => m.cpuMs;
  return [
    {
      ...{ bar: 3, what, unit: 'instances/s', better: 'higher', wanted },
      ...{ ours: measured.of('isocenter', rate), peer: measured.peer('orthanc', rate) },
    },
    {
      ...{ bar: 3, what: `${what}: CPU`, unit: 'ms/instance', better: 'lower' },
      ...{ ours: measured.of('isocenter', cpu), peer: measured.peer('orthanc', cpu) },
      wanted: { kind: 'for the record' },
    },
  ];
}

function bodiesOf(way: WayToStore, kind: CorpusKind, count: number, client: number): Uint8Array[] {
  const shape = {
    kind,
    studies: Math.ceil(count / PER_STUDY),
    instancesPerSeries: PER_STUDY,
    seed: 60 + client,
  };
  return Array.from(corpus(shape), (instance) => way.bodyOf(instance.encode()));
}

async function measure(
  way: WayToStore,
  peer: WebPeer,
  bodies: readonly Uint8Array[][],
  warmUp: readonly Uint8Array[],
): Promise<Measured> {
  await using server = await peer.start();
  const connections = bodies.map(() => new KeptConnection(server));
  const store = (connection: KeptConnection, body: Uint8Array) =>
    connection.ask('POST', way.pathOf(peer), body, way.headers);
  for (const body of warmUp) await store(connections[0]!, body);
  await runOrThrow('sync', []);
  const cpuBefore = cpuMs(server.pid);
  const started = performance.now();
  await Promise.all(
    connections.map(async (connection, client) => {
      for (const body of bodies[client]!) await store(connection, body);
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  for (const connection of connections) connection.close();
  const count = bodies.flat().length;
  return { perSecond: count / seconds, cpuMs: (cpuMs(server.pid) - cpuBefore) / count };
}
