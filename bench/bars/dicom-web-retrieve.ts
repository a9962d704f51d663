import { type CorpusShape, corpus, corpusInstance } from '../../test/support/corpus.ts';
import type { Bar, BenchContext } from '../bar.ts';
import { dicomWebPeers, KeptConnection } from '../peers/web.ts';
import { cpuMs } from '../resources.ts';
import type { Result, Wanted } from '../result.ts';
import { median } from '../statistics.ts';
import { takeTurns, taking } from '../turns.ts';

const study: CorpusShape = { kind: 'ct', studies: 1, instancesPerSeries: 200, seed: 180 };
const hundred: CorpusShape = { kind: 'ct', studies: 1, instancesPerSeries: 100, seed: 181 };
const long: CorpusShape = { kind: 'tiny', studies: 1, instancesPerSeries: 2_000, seed: 182 };

const PARTS = 'multipart/related; type="application/dicom"; transfer-syntax=*';
const BYTES = 'multipart/related; type="application/octet-stream"';
const JSON_MODEL = 'application/dicom+json';

interface Retrieval {
  readonly what: string;
  readonly path: string;
  readonly accept: string;
  /** Accept-Encoding; absent: none is sent. */
  readonly encoding?: string;
  readonly repeats: number;
  /** Reported as megabytes a second instead of milliseconds. */
  readonly asRate?: boolean;
  readonly wanted: readonly Wanted[];
}

interface Measured {
  readonly ms: number;
  readonly bytes: number;
  readonly cpuMs: number;
}

/** Bars 5 and 6 of the HTTP door: WADO-RS of what the page cache has, over one kept connection. */
export const dicomWebRetrieveBar: Bar = {
  name: 'wado',
  run: async (context) => {
    await using servers = new AsyncDisposableStack();
    const participants = [];
    for (const peer of taking(context, dicomWebPeers)) {
      const server = servers.use(await peer.start());
      const connection = new KeptConnection(server);
      servers.defer(() => connection.close());
      for (const shape of [study, hundred, long])
        for (const instance of corpus(shape)) await connection.ask('POST', peer.instances, instance.encode());
      participants.push({ name: peer.name, connection, pid: server.pid });
    }
    const results: Result[] = [];
    for (const retrieval of retrievals())
      results.push(...(await measureOne(context, participants, retrieval)));
    return results;
  },
};

function retrievals(): Retrieval[] {
  const first = corpusInstance(study, { study: 0, series: 0, instance: 0 });
  const whole = `/studies/${first.studyInstanceUid}`;
  const instance = `${whole}/series/${first.seriesInstanceUid}/instances/${first.sopInstanceUid}`;
  const metadataOf = (shape: CorpusShape) => {
    const { studyInstanceUid, seriesInstanceUid } = corpusInstance(shape, {
      study: 0,
      series: 0,
      instance: 0,
    });
    return `/studies/${studyInstanceUid}/series/${seriesInstanceUid}/metadata`;
  };
  const atMost = (value: number): Wanted => ({ kind: 'at most', value });
  const ratio = (atLeast: number, stretch?: number): Wanted => ({
    ...{ kind: 'ratio', atLeast },
    ...(stretch !== undefined && { stretch }),
  });
  return [
    {
      what: 'a CT study of 200 images',
      path: whole,
      accept: PARTS,
      repeats: 11,
      asRate: true,
      wanted: [ratio(0.8, 1.2)],
    },
    { what: 'one CT instance', path: instance, accept: PARTS, repeats: 200, wanted: [atMost(1.5), ratio(1)] },
    {
      what: 'one CT frame',
      path: `${instance}/frames/1`,
      accept: BYTES,
      repeats: 200,
      wanted: [atMost(1.5), ratio(1)],
    },
    {
      what: 'metadata of a CT series of 100',
      path: metadataOf(hundred),
      accept: JSON_MODEL,
      repeats: 25,
      wanted: [ratio(20)],
    },
    ...[undefined, 'gzip', 'zstd'].map((encoding) => ({
      what: `metadata of a series of 2,000${encoding === undefined ? '' : `, in ${encoding}`}`,
      path: metadataOf(long),
      accept: JSON_MODEL,
      ...(encoding !== undefined && { encoding }),
      repeats: 11,
      wanted: [atMost(50)],
    })),
  ];
}

async function measureOne(
  context: BenchContext,
  participants: readonly { name: string; connection: KeptConnection; pid: number }[],
  { what, path, accept, encoding, repeats, asRate, wanted }: Retrieval,
): Promise<Result[]> {
  const measured = await takeTurns(
    context,
    `WADO-RS ${what}`,
    participants,
    async ({ connection, pid }): Promise<Measured> => {
      const headers = { accept, ...(encoding !== undefined && { 'accept-encoding': encoding }) };
      const ask = () => connection.ask('GET', `/dicom-web${path}`, undefined, headers);
      const bytes = await ask();
      const times: number[] = [];
      const before = cpuMs(pid);
      for (let n = 0; n < repeats; n++) {
        const started = performance.now();
        await ask();
        times.push(performance.now() - started);
      }
      return { ms: median(times), bytes, cpuMs: (cpuMs(pid) - before) / repeats };
    },
    (m) =>
      `${m.ms.toFixed(2)} ms, ${(m.bytes / m.ms / 1000).toFixed(0)} MB/s, ${m.cpuMs.toFixed(2)} ms CPU each`,
  );
  const pick = (m: Measured) => (asRate ? m.bytes / m.ms / 1000 : m.ms);
  return wanted.map((one) => ({
    ...{ bar: what.startsWith('metadata') ? 6 : 5, what: `WADO-RS ${what}`, wanted: one },
    ...(asRate ? { unit: 'MB/s', better: 'higher' as const } : { unit: 'ms', better: 'lower' as const }),
    ours: measured.of('isocenter', pick),
    ...(one.kind === 'ratio' && { peer: measured.peer('orthanc', pick) }),
  })) as Result[];
}
