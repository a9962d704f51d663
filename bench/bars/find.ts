import { writeCorpus } from '../../test/support/corpus.ts';
import type { Bar, BenchContext } from '../bar.ts';
import { isocenter } from '../peers/isocenter.ts';
import { orthanc } from '../peers/orthanc.ts';
import { everyStudy, latencies, openForFind, queries, studyAttributes } from '../queries.ts';
import type { Result } from '../result.ts';
import { sendFolders } from '../send.ts';
import { median } from '../statistics.ts';
import { takeTurns, taking } from '../turns.ts';

const ASSOCIATIONS = 4;
const REPEATS = 25;
const WANTED_RATIO = 15;
const WANTED_RATIO_ALL = 8;

/** Bar 7 at 20,000 studies: C-FIND over one kept association, with our own client for everybody. */
export const findBar: Bar = {
  name: 'find',
  run: async (context) => {
    const studies = context.quick ? 2_000 : 20_000;
    const folders = writeStudies(context, studies);
    await using servers = new AsyncDisposableStack();
    const participants = [];
    for (const peer of taking(context, [isocenter, orthanc])) {
      const server = servers.use(await peer.start());
      const started = performance.now();
      await Promise.all(folders.map((folder) => sendFolders(server.peer, [folder])));
      const seconds = (performance.now() - started) / 1000;
      context.log(`find: ${studies} studies sent to ${peer.name} in ${seconds.toFixed(1)} s`);
      const association = await openForFind(server.peer);
      servers.defer(() => association.release());
      participants.push({ name: peer.name, association });
    }
    const asked = [
      ...queries(studies).map((query) => ({ query, repeats: REPEATS, atLeast: WANTED_RATIO })),
      { query: everyStudy(studies), repeats: 2, atLeast: WANTED_RATIO_ALL },
    ];
    const results: Result[] = [];
    for (const { query, repeats, atLeast } of asked) {
      const measured = await takeTurns(
        context,
        `find ${query.what}`,
        participants,
        async ({ association }) => median(await latencies(association, query, repeats)),
        (ms) => `${ms.toFixed(2)} ms`,
      );
      const same = (ms: number) => ms;
      results.push({
        bar: 7,
        what: `C-FIND ${query.what} (${query.results} of ${studies})`,
        unit: 'ms',
        better: 'lower',
        ours: measured.of('isocenter', same),
        peer: measured.peer('orthanc', same),
        wanted: { kind: 'ratio', atLeast },
      });
    }
    return results;
  },
};

function writeStudies(context: BenchContext, studies: number): string[] {
  context.log(`find: writing ${studies} studies`);
  const each = studies / ASSOCIATIONS;
  return Array.from({ length: ASSOCIATIONS }, (_, part) => {
    const folder = context.directory.join(`find-${part}`);
    const place = { studies: each, firstStudy: part * each, instancesPerSeries: 1, seed: 30 };
    writeCorpus(folder, { kind: 'tiny', ...place, override: ({ study }) => studyAttributes(study, studies) });
    return folder;
  });
}
