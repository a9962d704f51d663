import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type CorpusShape, corpus, corpusInstance } from '../../test/support/corpus.ts';
import { evict, hasPageCache } from '../../test/support/page-cache.ts';
import type { Bar, BenchContext } from '../bar.ts';
import { dicomWebPeers, KeptConnection, type WebPeer } from '../peers/web.ts';
import { median } from '../statistics.ts';
import { takeTurns, taking } from '../turns.ts';

const STUDIES = 4;
const shape: CorpusShape = { kind: 'ct', studies: STUDIES, instancesPerSeries: 200, seed: 183 };
const PARTS = 'multipart/related; type="application/dicom"; transfer-syntax=*';

/** Bar 5 of the HTTP door: WADO-RS of studies that nobody has in memory, neither the kernel nor the server. */
export const firstAccessBar: Bar = {
  name: 'first-access',
  run: async (context) => {
    if (!hasPageCache) throw new Error('a tmpfs is always in memory: choose another --directory');
    const measured = await takeTurns(
      context,
      'WADO-RS, first access',
      taking(context, dicomWebPeers),
      (peer) => measure(peer, context),
      (rate) => `${rate.toFixed(0)} MB/s`,
    );
    const same = (rate: number) => rate;
    return [
      {
        ...{ bar: 5, what: 'WADO-RS a CT study of 200 images, first access', unit: 'MB/s', better: 'higher' },
        ...{ ours: measured.of('isocenter', same), peer: measured.peer('orthanc', same) },
        wanted: { kind: 'ratio', atLeast: 2 },
      },
    ];
  },
};

let started = 0;

/** Megabytes a second, from the request to the last byte: the median over studies that are each asked for once. */
async function measure(peer: WebPeer, context: BenchContext): Promise<number> {
  const directory = context.directory.join(`first-${peer.name}-${started++}`);
  {
    await using server = await peer.start(directory);
    const storing = new KeptConnection(server);
    for (const instance of corpus(shape)) await storing.ask('POST', peer.instances, instance.encode());
    storing.close();
  }
  // Started again, so that it keeps nothing itself; and what it read at its start leaves memory, too.
  await using server = await peer.start(directory);
  evictAll(directory);
  const connection = new KeptConnection(server);
  const rates: number[] = [];
  for (let study = 0; study < STUDIES; study++) {
    const { studyInstanceUid } = corpusInstance(shape, { study, series: 0, instance: 0 });
    const begun = performance.now();
    const path = `/dicom-web/studies/${studyInstanceUid}`;
    const bytes = await connection.ask('GET', path, undefined, { accept: PARTS });
    rates.push(bytes / (performance.now() - begun) / 1_000);
  }
  connection.close();
  return median(rates);
}

function evictAll(directory: string): void {
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) evict(join(entry.parentPath, entry.name));
}
