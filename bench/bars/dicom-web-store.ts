import { type CorpusKind, corpus } from '../../test/support/corpus.ts';
import { multipartOf } from '../../test/support/multipart.ts';
import { runOrThrow } from '../../test/support/processes.ts';
import type { Bar, BenchContext } from '../bar.ts';
import { dicomWebPeers, KeptConnection, type WebPeer } from '../peers/web.ts';
import { cpuMs } from '../resources.ts';
import type { Result, Wanted } from '../result.ts';
import { takeTurns, taking } from '../turns.ts';

const CLIENTS = [1, 4];
const PER_CLIENT: Readonly<Record<CorpusKind, number>> = { mr: 1_000, ct: 300, tiny: 0 };
const PER_STUDY = 50;
const BOUNDARY = 'bench';
const wanted: Wanted = { kind: 'ratio', atLeast: 3 };

interface Measured {
  readonly perSecond: number;
  readonly cpuMs: number;
}

/** Bar 3 of the HTTP door: STOW-RS, one instance per request over kept connections, into an empty server. */
export const dicomWebStoreBar: Bar = {
  name: 'stow',
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
  const bodies = Array.from({ length: clients }, (_, client) => bodiesOf(kind, count, client));
  const measured = await takeTurns(
    context,
    `STOW-RS ${kind} x${clients}`,
    taking(context, dicomWebPeers),
    (peer) => measure(peer, bodies),
    (m) => `${m.perSecond.toFixed(0)}/s, ${m.cpuMs.toFixed(2)} ms CPU each`,
  );
  const what = `STOW-RS of one ${kind.toUpperCase()} instance, ${clients} client${clients > 1 ? 's' : ''}`;
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

function bodiesOf(kind: CorpusKind, count: number, client: number): Uint8Array[] {
  const shape = {
    kind,
    studies: Math.ceil(count / PER_STUDY),
    instancesPerSeries: PER_STUDY,
    seed: 160 + client,
  };
  return Array.from(corpus(shape), (instance) => {
    const part = { type: 'application/dicom', body: instance.encode() };
    return multipartOf([part], BOUNDARY).body;
  });
}

async function measure(peer: WebPeer, bodies: readonly Uint8Array[][]): Promise<Measured> {
  await using server = await peer.start();
  const connections = bodies.map(() => new KeptConnection(server));
  const type = { 'content-type': `multipart/related; type="application/dicom"; boundary=${BOUNDARY}` };
  const store = (connection: KeptConnection, body: Uint8Array) =>
    connection.ask('POST', '/dicom-web/studies', body, { ...type, accept: 'application/dicom+json' });
  for (const body of bodiesOf('tiny', PER_STUDY, 99)) await store(connections[0]!, body);
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
