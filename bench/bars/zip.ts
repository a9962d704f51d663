import { type CorpusKind, corpus } from '../../test/support/corpus.ts';
import type { Bar } from '../bar.ts';
import { isocenterWeb, KeptConnection, orthancWeb, type WebPeer } from '../peers/web.ts';
import { cpuMs } from '../resources.ts';
import { median } from '../statistics.ts';
import { takeTurns, taking } from '../turns.ts';

const IMAGES = 200;
const REPEATS = 5;
const MEGABYTE = 1e6;

interface Measured {
  readonly megabytesPerSecond: number;
  readonly cpuMs: number;
}

/** Bar 7 of the HTTP door: a CT study of 200 images as a zip; Orthanc always deflates. */
export const zipBar: Bar = {
  name: 'zip',
  run: async (context) => {
    const files = [...corpus({ kind: 'ct' as CorpusKind, studies: 1, instancesPerSeries: IMAGES, seed: 70 })];
    const uid = files[0]!.studyInstanceUid;
    const bodies = files.map((file) => file.encode());
    const measured = await takeTurns(
      context,
      'zip',
      taking(context, [isocenterWeb, orthancWeb]),
      (peer) => measure(peer, bodies, uid, context.quick ? 1 : REPEATS),
      (m) => `${m.megabytesPerSecond.toFixed(0)} MB/s, ${m.cpuMs.toFixed(0)} ms CPU each`,
    );
    const rate = (m: Measured) => m.megabytesPerSecond;
    return [
      {
        ...{ bar: 7, what: 'A CT study of 200 images as a zip', unit: 'MB/s', better: 'higher' },
        ...{ ours: measured.of('isocenter', rate), peer: measured.peer('orthanc', rate) },
        wanted: { kind: 'at least', value: 200 },
      },
    ];
  },
};

async function measure(
  peer: WebPeer,
  bodies: readonly Uint8Array[],
  uid: string,
  repeats: number,
): Promise<Measured> {
  await using server = await peer.start();
  const connection = new KeptConnection(server);
  for (const body of bodies) await connection.ask('POST', peer.instances, body);
  const path = await peer.zipOf(server, uid);
  await connection.ask('GET', path);
  const total = bodies.reduce((sum, { length }) => sum + length, 0);
  const rates: number[] = [];
  const cpuBefore = cpuMs(server.pid);
  for (let turn = 0; turn < repeats; turn++) {
    const started = performance.now();
    await connection.ask('GET', path);
    rates.push(total / MEGABYTE / ((performance.now() - started) / 1000));
  }
  connection.close();
  return { megabytesPerSecond: median(rates), cpuMs: (cpuMs(server.pid) - cpuBefore) / repeats };
}
