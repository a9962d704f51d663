import type { CorpusInstance } from '../../test/support/corpus.ts';
import type { Bar, BenchContext } from '../bar.ts';
import { ctImage } from '../ct-image.ts';
import { dicomWebPeers, KeptConnection, type RunningWeb, type WebPeer } from '../peers/web.ts';
import { cpuMs } from '../resources.ts';
import type { Result } from '../result.ts';
import { median } from '../statistics.ts';
import { takeTurns, taking } from '../turns.ts';

const IMAGES = 20;
const ROUNDS = 5;
/** Who draw at the same time. */
const CLIENTS = 16;
const PROBE_MS = 5;

const formats = [
  { type: 'image/jpeg', name: 'JPEG', atLeast: 2 },
  { type: 'image/png', name: 'PNG', atLeast: 5 },
] as const;

interface Measured {
  /** From the request to the last byte, ms: medians by media type. */
  readonly milliseconds: Readonly<Record<string, number>>;
  /** Of the server, for one picture, by media type. */
  readonly cpuMs: Readonly<Record<string, number>>;
  /** Longest answer to a trivial request while sixteen clients draw, ms. */
  readonly longestWaitMs: number;
}

/** Bar 7 of the HTTP door: a frame of a CT of 512 x 512 as a picture; nobody else has to wait for it. */
export const renderBar: Bar = {
  name: 'render',
  run: async (context) => {
    const files = Array.from({ length: IMAGES }, (_, i) => ctImage(i));
    const measured = await takeTurns(
      context,
      'render',
      taking(context, dicomWebPeers),
      (peer) => measure(peer, files, context),
      ({ milliseconds, cpuMs: cpu, longestWaitMs }) =>
        formats
          .map(
            ({ name, type }) =>
              `${name} ${milliseconds[type]!.toFixed(1)} ms, ${cpu[type]!.toFixed(1)} ms CPU`,
          )
          .concat(`others wait ${longestWaitMs.toFixed(0)} ms at most`)
          .join(', '),
    );
    const results = formats.map(({ type, name, atLeast }): Result => {
      const pick = ({ milliseconds }: Measured) => milliseconds[type]!;
      return {
        ...{ bar: 7, what: `A frame of 512 x 512 as ${name}`, unit: 'ms', better: 'lower' },
        ...{ ours: measured.of('isocenter', pick), peer: measured.peer('orthanc', pick) },
        wanted: { kind: 'ratio', atLeast },
      };
    });
    const waits = ({ longestWaitMs }: Measured) => longestWaitMs;
    return [
      ...results,
      {
        ...{
          bar: 7,
          what: `Longest wait of others while ${CLIENTS} clients render`,
          unit: 'ms',
          better: 'lower',
        },
        ...{ ours: measured.of('isocenter', waits), peer: measured.peer('orthanc', waits) },
        wanted: { kind: 'at most', value: 50 },
      },
    ];
  },
};

async function measure(
  peer: WebPeer,
  files: readonly ReturnType<typeof ctImage>[],
  context: BenchContext,
): Promise<Measured> {
  await using server = await peer.start();
  const storing = new KeptConnection(server);
  for (const { file } of files) await storing.ask('POST', peer.instances, file);
  storing.close();
  const paths = files.map(({ at }) => renderedPath(at));
  const [milliseconds, cpu]: Record<string, number>[] = [{}, {}];
  for (const { type } of formats) {
    const connection = connectionFor(server, type);
    for (const path of paths) await connection.ask('GET', path);
    const times: number[] = [];
    const cpuBefore = cpuMs(server.pid);
    for (let round = 0; round < (context.quick ? 1 : ROUNDS); round++) {
      for (const path of paths) {
        const started = performance.now();
        await connection.ask('GET', path);
        times.push(performance.now() - started);
      }
    }
    cpu![type] = (cpuMs(server.pid) - cpuBefore) / times.length;
    milliseconds![type] = median(times);
    connection.close();
  }
  return { milliseconds: milliseconds!, cpuMs: cpu!, longestWaitMs: await longestWait(peer, server, paths) };
}

const renderedPath = ({ studyInstanceUid, seriesInstanceUid, sopInstanceUid }: CorpusInstance) =>
  `/dicom-web/studies/${studyInstanceUid}/series/${seriesInstanceUid}/instances/${sopInstanceUid}/rendered`;

const connectionFor = (server: RunningWeb, accept: string) =>
  new KeptConnection({ ...server, headers: { ...server.headers, accept } });

/** How long a trivial request takes at most while many draw. */
async function longestWait(peer: WebPeer, server: RunningWeb, paths: readonly string[]): Promise<number> {
  let isDrawing = true;
  const drawing = Array.from({ length: CLIENTS }, async () => {
    const connection = connectionFor(server, 'image/jpeg');
    for (const path of paths) await connection.ask('GET', path);
    connection.close();
  });
  const all = Promise.all(drawing).finally(() => {
    isDrawing = false;
  });
  const probe = new KeptConnection(server);
  let longest = 0;
  while (isDrawing) {
    const started = performance.now();
    await probe.ask('GET', peer.trivial);
    longest = Math.max(longest, performance.now() - started);
    await new Promise((resolve) => setTimeout(resolve, PROBE_MS));
  }
  await all;
  probe.close();
  return longest;
}
