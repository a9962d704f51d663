import { type CorpusKind, type CorpusShape, corpusInstance, writeCorpus } from '../../test/support/corpus.ts';
import { getscu, movescu, startStorescp } from '../../test/support/dcmtk.ts';
import type { Output } from '../../test/support/processes.ts';
import type { Bar, BenchContext } from '../bar.ts';
import { isocenter } from '../peers/isocenter.ts';
import { orthanc } from '../peers/orthanc.ts';
import type { RunningPeer } from '../peers/peer.ts';
import type { Result, Wanted } from '../result.ts';
import { sendFolders } from '../send.ts';
import { median } from '../statistics.ts';
import { takeTurns, taking } from '../turns.ts';

const IMAGES = 200;
/** Within one measurement, which is their median: a difference of two times shows every hiccup of the machine. */
const REPEATS = 11;
const DESTINATION = 'BENCHDEST';
/** Nobody has it. */
const NO_STUDY = '2.25.1';

const kinds: readonly { kind: CorpusKind; seed: number; atLeast: number; stretch: number }[] = [
  { kind: 'ct', seed: 40, atLeast: 1, stretch: 1.5 },
  { kind: 'mr', seed: 41, atLeast: 2, stretch: 3 },
];

type Retrieve = (server: RunningPeer, keys: readonly string[]) => Promise<Output>;

/** Megabytes a second. */
interface Rates {
  /** From the request to the last image. */
  readonly transfer: number;
  /** From starting the client to its end. */
  readonly withClient: number;
}

/**
 * Bar 8: one study of 200 images to a client that throws them away. DCMTK's client reads its dictionary first, which
 * takes as long as a transfer of MR images and is no work of the server. So each retrieval is followed by one of a
 * study that nobody has, to the same server: the same client, association, request and answer, without images. The
 * bar is on the difference; the figure with the client's start in it is reported beside it.
 */
export const retrieveBar: Bar = {
  name: 'retrieve',
  run: async (context) => {
    const shapes = kinds.map(
      ({ kind, seed }): CorpusShape => ({ kind, studies: 1, instancesPerSeries: IMAGES, seed }),
    );
    for (const shape of shapes) writeCorpus(folderOf(context, shape), shape);

    await using stack = new AsyncDisposableStack();
    const directory = context.directory.join('destination');
    const destination = stack.use(await startStorescp({ directory, aet: DESTINATION, args: ['--ignore'] }));
    const participants = [];
    for (const peer of taking(context, [isocenter, orthanc])) {
      const target = { host: '127.0.0.1', port: destination.port, aet: DESTINATION };
      const server = stack.use(await peer.start({ destination: target }));
      for (const shape of shapes) await sendFolders(server.peer, [folderOf(context, shape)]);
      participants.push({ name: peer.name, server });
    }

    const operations: Record<string, Retrieve> = {
      'C-GET': (server, keys) => getscu(server.peer, undefined, keys),
      'C-MOVE': (server, keys) => movescu(server.peer, DESTINATION, keys),
    };
    const results: Result[] = [];
    for (const [index, { kind, atLeast, stretch }] of kinds.entries()) {
      for (const [operation, retrieve] of Object.entries(operations)) {
        const measured = await takeTurns(
          context,
          `${operation} ${kind}`,
          participants,
          ({ server }) => ratesOf(server, shapes[index] as CorpusShape, retrieve),
          ({ transfer, withClient }) =>
            `${transfer.toFixed(0)} MB/s, ${withClient.toFixed(0)} MB/s with the client's start`,
        );
        const result = (what: string, pick: (rates: Rates) => number, wanted: Wanted): Result => ({
          bar: 8,
          what: `${operation} ${IMAGES} images, ${kind.toUpperCase()}${what}`,
          unit: 'MB/s',
          better: 'higher',
          ours: measured.of('isocenter', pick),
          peer: measured.peer('orthanc', pick),
          wanted,
        });
        results.push(
          result('', ({ transfer }) => transfer, { kind: 'ratio', atLeast, stretch }),
          result(', with the start of the client', ({ withClient }) => withClient, {
            kind: 'for the record',
          }),
        );
      }
    }
    return results;
  },
};

const folderOf = (context: BenchContext, { kind }: CorpusShape) => context.directory.join(`retrieve-${kind}`);

async function ratesOf(server: RunningPeer, shape: CorpusShape, retrieve: Retrieve): Promise<Rates> {
  const first = corpusInstance(shape, { study: 0, series: 0, instance: 0 });
  const whole: number[] = [];
  const client: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const images = await timed(() => retrieve(server, keysOf(first.studyInstanceUid)));
    if (images.output.code !== 0)
      throw new Error(`the retrieval ended with ${images.output.code}:\n${images.output.stderr}`);
    whole.push(images.seconds);
    // Its exit code says whether the server calls this a failure, and servers differ.
    client.push((await timed(() => retrieve(server, keysOf(NO_STUDY)))).seconds);
  }
  const transfer = median(whole) - median(client);
  if (transfer <= 0)
    throw new Error('This machine is too busy: retrieving nothing takes as long as a study.');
  const megabytes = (first.encode().length * IMAGES) / 1e6;
  return { transfer: megabytes / transfer, withClient: megabytes / median(whole) };
}

const keysOf = (studyInstanceUid: string) => [
  'QueryRetrieveLevel=STUDY',
  `StudyInstanceUID=${studyInstanceUid}`,
];

async function timed(work: () => Promise<Output>): Promise<{ output: Output; seconds: number }> {
  const started = performance.now();
  const output = await work();
  return { output, seconds: (performance.now() - started) / 1000 };
}
