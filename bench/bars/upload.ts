import { type CorpusKind, corpus } from '../../test/support/corpus.ts';
import { runOrThrow } from '../../test/support/processes.ts';
import type { Bar, BenchContext } from '../bar.ts';
import { isocenterWeb, KeptConnection, orthancWeb, type WebPeer } from '../peers/web.ts';
import { cpuMs } from '../resources.ts';
import type { Result, Wanted } from '../result.ts';
import { takeTurns, taking } from '../turns.ts';

const CLIENTS = [1, 4];
const PER_CLIENT: Readonly<Record<CorpusKind, number>> = { mr: 1_000, ct: 300, tiny: 0 };
const PER_STUDY = 50;
const wanted: Wanted = { kind: 'ratio', atLeast: 3 };

interface Measured {
  readonly perSecond: number;
  readonly cpuMs: number;
}

/** Bar 3 of the HTTP door: one DICOM file per request over kept connections, into an empty server. */
export const uploadBar: Bar = {
  name: 'upload',
  run: async (context) => {
    const results: Result[] = [];
    for (const kind of ['mr', 'ct'] as const) {
      for (const clients of CLIENTS) results.push(...(await runLoad(context, kind, clients)));
    }
    return results;
  },
};

async function runLoad(context: BenchContext, kind: CorpusKind, clients: number): Promise<Result[]> {
  const count = context.quick ? PER_CLIENT[kind] / 4 : PER_CLIENT[kind];
  const files = Array.from({ length: clients }, (_, client) => filesOf(kind, count, client));
  const measured = await takeTurns(
    context,
    `POST ${kind} x${clients}`,
    taking(context, [isocenterWeb, orthancWeb]),
    (peer) => measure(peer, files),
    (m) => `${m.perSecond.toFixed(0)}/s, ${m.cpuMs.toFixed(2)} ms CPU each`,
  );
  const what = `POST of one ${kind.toUpperCase()} file, ${clients} client${clients > 1 ? 's' : ''}`;
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

function filesOf(kind: CorpusKind, count: number, client: number): Uint8Array[] {
  const shape = { kind, studies: count / PER_STUDY, instancesPerSeries: PER_STUDY, seed: 60 + client };
  return Array.from(corpus(shape), (instance) => instance.encode());
}

async function measure(peer: WebPeer, files: readonly Uint8Array[][]): Promise<Measured> {
  await using server = await peer.start();
  const connections = files.map(() => new KeptConnection(server));
  await connections[0]!.ask('POST', peer.instances, filesOf('tiny', PER_STUDY, 99)[0]);
  await runOrThrow('sync', []);
  const cpuBefore = cpuMs(server.pid);
  const started = performance.now();
  await Promise.all(
    connections.map(async (connection, client) => {
      for (const file of files[client]!) await connection.ask('POST', peer.instances, file);
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  for (const connection of connections) connection.close();
  const count = files.flat().length;
  return { perSecond: count / seconds, cpuMs: (cpuMs(server.pid) - cpuBefore) / count };
}
