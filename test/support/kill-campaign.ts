import { setTimeout as sleep } from 'node:timers/promises';
import { controlSocketPath, createClient, httpTransport } from '../../src/client/index.ts';
import { type ArchiveHome, createArchiveHome } from './archive-home.ts';
import {
  type CorpusInstance,
  type CorpusKind,
  type CorpusShape,
  corpus,
  corpusInstance,
  writeCorpus,
} from './corpus.ts';
import type { TestEngine } from './engines.ts';
import { findings, lostInArchive, lostOnServer } from './kept.ts';
import { BackgroundProcess, waitFor } from './processes.ts';
import { seededRandom } from './random.ts';
import { type Content, contentOf, type Delivered, encodeDataSet, sendInstances } from './sender.ts';
import { type IsocenterServer, mainScript, nodeBinary } from './server.ts';
import { TemporaryDirectory } from './temp.ts';

export interface KillCampaign {
  readonly engine: TestEngine;
  readonly rounds: number;
  readonly seed: number;
  readonly onProgress?: (line: string) => void;
}

export interface KillReport {
  readonly rounds: number;
  readonly acknowledged: number;
  /** Acknowledged and not found, or with other bytes. */
  readonly lost: readonly string[];
  /** What `verify` found wrong at the end. */
  readonly findings: readonly unknown[];
  /** From the start of the process after a kill to a good answer of /health, ms. */
  readonly readyMs: { readonly median: number; readonly worst: number };
}

/** The longest a server is left to work before it is killed, ms. */
const LONGEST_LIFE_MS = 900;
/** Every so many rounds the server is killed while it starts, too. */
const KILL_STARTS_EVERY = 5;
/** Sent by each association in a round, at most. */
const STUDIES = 50;
const IMPORT_FOLDERS = 6;
const IMPORT_FILES = 20;

/**
 * Kills a server with SIGKILL at random moments of a mixed ingest (four associations and an import) and starts it again
 * on the same data directory; what was acknowledged must be there each time.
 */
export async function runKillCampaign(campaign: KillCampaign): Promise<KillReport> {
  const { engine, rounds, seed, onProgress } = campaign;
  await using home = await createArchiveHome(engine);
  const { data } = home;
  const random = seededRandom(seed);
  const lost: string[] = [];
  const readyTimes: number[] = [];
  const all: Content[] = [];
  let unchecked: Content[] = [];
  let server = await home.start();
  for (let round = 0; round < rounds; round++) {
    const delivered: Delivered = { acknowledged: [], refused: [] };
    const sent = ingestMixed(server, home.directory, { seed, firstStudy: round * STUDIES }, delivered);
    await waitFor('the first Success', () => delivered.acknowledged.length > 0);
    await sleep(random() * LONGEST_LIFE_MS);
    await server.kill9();
    await sent;
    const { acknowledged } = delivered;
    all.push(...acknowledged);
    unchecked.push(...acknowledged);
    if (round % KILL_STARTS_EVERY === 1) await killWhileStarting(home, random);
    server = await home.start();
    readyTimes.push(server.readyAfterMs);
    lost.push(...(await lostOnServer(server.peer, data, unchecked)));
    onProgress?.(
      `round ${round + 1}: ${acknowledged.length} acknowledged, ready after ${server.readyAfterMs.toFixed(0)} ms, ${lost.length} lost`,
    );
    unchecked = [];
  }
  await server.stop();
  const open = await home.open();
  lost.push(...(await lostInArchive(open, all)));
  const report = { rounds, acknowledged: all.length, lost, findings: await findings(open) };
  await open.close();
  readyTimes.sort((a, b) => a - b);
  const readyMs = { median: readyTimes[readyTimes.length >> 1] ?? 0, worst: readyTimes.at(-1) ?? 0 };
  return { ...report, readyMs };
}

async function killWhileStarting({ data, catalog }: ArchiveHome, random: () => number): Promise<void> {
  const ports = ['--dicom-port', '0', '--http-port', '0'];
  const serve = ['serve', '--data', data, '--database', catalog.database, ...ports];
  const starting = new BackgroundProcess(nodeBinary, [mainScript, ...serve]);
  await sleep(100 + random() * 500);
  await starting.kill9();
}

/** Which part of endless corpora to send: no two rounds send the same. */
interface Part {
  readonly seed: number;
  readonly firstStudy: number;
}

/** Resolves when the server is gone. */
async function ingestMixed(
  server: IsocenterServer,
  scratch: TemporaryDirectory,
  part: Part,
  delivered: Delivered,
): Promise<void> {
  const shape = (kind: CorpusKind, offset: number): CorpusShape => ({
    ...{ kind, studies: STUDIES, instancesPerSeries: 50 },
    ...{ seed: part.seed + offset, firstStudy: part.firstStudy },
  });
  await Promise.all([
    sendInstances(server.peer, 'SMALL', corpus(shape('tiny', 0)), delivered),
    sendInstances(server.peer, 'MR', corpus(shape('mr', 1)), delivered),
    sendInstances(server.peer, 'CT', largeAndSmall(shape('ct', 2)), delivered),
    sendInstances(server.peer, 'AGAIN', againAndOtherwise(shape('tiny', 0)), delivered),
    importFolders(server, scratch, { ...part, seed: part.seed + 3 }, delivered),
  ]);
}

/** CT with an enormous one now and then, which goes to the disk while it arrives. */
function* largeAndSmall(shape: CorpusShape): Generator<CorpusInstance> {
  for (const instance of corpus(shape)) {
    if (instance.instance % 5 === 0) instance.dataset.set(0x00291030, 'OB', new Uint8Array(2 << 20));
    yield instance;
  }
}

/** The instances of another sender once more, and each then with other content under the same identity. */
function* againAndOtherwise(shape: CorpusShape): Generator<CorpusInstance> {
  const other = { ...shape, override: () => ({ ImageComments: 'other content' }) };
  for (const instance of corpus(shape)) {
    yield instance;
    if (instance.instance % 4 === 0) yield corpusInstance(other, instance);
  }
}

/** Imports folder by folder; a summary acknowledges all files of its folder. */
async function importFolders(
  { data }: IsocenterServer,
  scratch: TemporaryDirectory,
  { seed, firstStudy }: Part,
  { acknowledged }: Delivered,
): Promise<void> {
  const client = createClient(httpTransport({ socketPath: controlSocketPath(data) }));
  for (let folder = 0; folder < IMPORT_FOLDERS; folder++) {
    const shape = {
      kind: 'mr',
      studies: 1,
      firstStudy: firstStudy + folder,
      instancesPerSeries: IMPORT_FILES,
      seed,
    } as const;
    using input = new TemporaryDirectory('import', scratch.path);
    writeCorpus(input.path, shape);
    try {
      const stream = client.importFiles({ paths: [input.path] });
      let step = await stream.next();
      while (!step.done) step = await stream.next();
      const { new: taken, broken } = step.value;
      if (taken !== IMPORT_FILES || broken > 0) throw new Error(`import: ${JSON.stringify(step.value)}`);
    } catch (error) {
      // The server went away in the middle: this folder was never acknowledged.
      if (/^control\//.test((error as { code?: string }).code ?? '')) return;
      throw error;
    }
    for (const instance of corpus(shape)) acknowledged.push(contentOf(instance, encodeDataSet(instance)));
  }
}
