import { writeCorpus } from '../../test/support/corpus.ts';
import type { Bar } from '../bar.ts';
import { isocenter } from '../peers/isocenter.ts';
import { orthanc } from '../peers/orthanc.ts';
import type { Peer } from '../peers/peer.ts';
import { storescp } from '../peers/storescp.ts';
import { sendFolders } from '../send.ts';
import { takeTurns, taking } from '../turns.ts';

const peers: readonly Peer[] = [isocenter, orthanc, storescp];
const WANTED_PER_SECOND = 400;
const WANTED_RATIO = 15;

/** Bar 6: `storescu` as Debian ships it, Nagle's algorithm on, and servers that nobody has tuned. */
export const stockClientBar: Bar = {
  name: 'stock-client',
  run: async (context) => {
    const count = context.quick ? 50 : 300;
    const folder = context.directory.join('stock-client');
    writeCorpus(folder, { kind: 'mr', studies: 1, instancesPerSeries: count, seed: 20 });
    const measured = await takeTurns(
      context,
      'stock client',
      taking(context, peers),
      async (peer) => await perSecond(peer, folder, count),
      (rate) => `${rate.toFixed(0)}/s`,
    );
    const same = (rate: number) => rate;
    const ours = measured.of('isocenter', same);
    const result = {
      bar: 6,
      what: 'C-STORE MR from a stock client',
      unit: 'instances/s',
      better: 'higher',
      ours,
    } as const;
    return [
      { ...result, wanted: { kind: 'at least', value: WANTED_PER_SECOND } },
      ...['orthanc', 'storescp'].map((name) => ({
        ...result,
        peer: measured.peer(name, same),
        wanted: { kind: 'ratio', atLeast: WANTED_RATIO } as const,
      })),
    ];
  },
};

async function perSecond(peer: Peer, folder: string, count: number): Promise<number> {
  await using server = await peer.start({ noDelay: false });
  const started = performance.now();
  await sendFolders(server.peer, [folder], { noDelay: false });
  return count / ((performance.now() - started) / 1000);
}
