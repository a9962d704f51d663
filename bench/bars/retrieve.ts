import { type CorpusKind, type CorpusShape, corpusInstance, writeCorpus } from '../../test/support/corpus.ts';
import { getscu, movescu, startStorescp } from '../../test/support/dcmtk.ts';
import type { Output } from '../../test/support/processes.ts';
import type { Bar, BenchContext } from '../bar.ts';
import { isocenter } from '../peers/isocenter.ts';
import { orthanc } from '../peers/orthanc.ts';
import type { RunningPeer } from '../peers/peer.ts';
import type { Result } from '../result.ts';
import { sendFolder } from '../send.ts';
import { takeTurns, taking } from '../turns.ts';

const IMAGES = 200;
/** Within one measurement, so that starting the client weighs little. */
const REPEATS = 3;
const DESTINATION = 'BENCHDEST';

const kinds: readonly { kind: CorpusKind; seed: number; atLeast: number; stretch: number }[] = [
  { kind: 'ct', seed: 40, atLeast: 1, stretch: 1.5 },
  { kind: 'mr', seed: 41, atLeast: 2, stretch: 3 },
];

type Retrieve = (server: RunningPeer, keys: readonly string[]) => Promise<Output>;

/** Bar 8: one study of 200 images to a client that throws them away. */
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
      for (const shape of shapes) await sendFolder(server.peer, folderOf(context, shape));
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
          ({ server }) => megabytesPerSecond(server, shapes[index] as CorpusShape, retrieve),
          (rate) => `${rate.toFixed(0)} MB/s`,
        );
        const same = (rate: number) => rate;
        results.push({
          bar: 8,
          what: `${operation} ${IMAGES} images, ${kind.toUpperCase()}`,
          unit: 'MB/s',
          better: 'higher',
          ours: measured.of('isocenter', same),
          peer: measured.peer('orthanc', same),
          wanted: { kind: 'ratio', atLeast, stretch },
        });
      }
    }
    return results;
  },
};

const folderOf = (context: BenchContext, { kind }: CorpusShape) => context.directory.join(`retrieve-${kind}`);

async function megabytesPerSecond(
  server: RunningPeer,
  shape: CorpusShape,
  retrieve: Retrieve,
): Promise<number> {
  const first = corpusInstance(shape, { study: 0, series: 0, instance: 0 });
  const keys = ['QueryRetrieveLevel=STUDY', `StudyInstanceUID=${first.studyInstanceUid}`];
  const bytes = first.encode().length * IMAGES * REPEATS;
  const started = performance.now();
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const output = await retrieve(server, keys);
    if (output.code !== 0) throw new Error(`the retrieval ended with ${output.code}:\n${output.stderr}`);
  }
  return bytes / 1e6 / ((performance.now() - started) / 1000);
}
