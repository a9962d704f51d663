import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { appendFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createArchiveHome } from './archive-home.ts';
import { type CorpusInstance, corpusInstance } from './corpus.ts';
import type { TestEngine } from './engines.ts';
import { findings, lostInArchive } from './kept.ts';
import { waitFor } from './processes.ts';
import { seededRandom } from './random.ts';
import { type Content, contentOf, encodeDataSet } from './sender.ts';

export interface InboxCampaign {
  readonly engine: TestEngine;
  readonly rounds: number;
  readonly seed: number;
  readonly onProgress?: (line: string) => void;
}

export interface InboxReport {
  readonly rounds: number;
  /** Files that were put into the folders. */
  readonly dropped: number;
  /** Images that are not in the archive, or with other bytes. */
  readonly lost: readonly string[];
  /** What is not where its inbox says that it goes, by folder. */
  readonly misplaced: readonly string[];
  /** What `verify` found wrong at the end. */
  readonly findings: readonly unknown[];
}

/** What each inbox does with what it took in. */
const inboxes = { kept: 'leave', emptied: 'delete', moved: { move: 'done' } } as const;
type Inbox = keyof typeof inboxes;
const names = Object.keys(inboxes) as Inbox[];

/** Of each inbox in a round. */
const IMAGES = 8;
const BROKEN = 2;
/** A file is written in two parts, so far from each other at most, ms: less than it has to be quiet for. */
const LONGEST_PAUSE_MS = 300;
const QUIET_SECONDS = 1;
/** The longest a server is left to work before it is killed, ms. */
const LONGEST_LIFE_MS = 4_000;
/** Until everything is where it belongs, ms. */
const PATIENCE_MS = 120_000;

/** What was put into an inbox, by the digest of its bytes. */
interface Dropped {
  readonly images: Map<string, Content>;
  readonly broken: Set<string>;
}

/**
 * Files are put into folders of inboxes under the same names again and again, while the archive is killed with SIGKILL at random moments and
 * started again. In the end each image is in the archive, and each file is where its inbox says, once.
 */
export async function runInboxCampaign(campaign: InboxCampaign): Promise<InboxReport> {
  const { engine, rounds, seed, onProgress } = campaign;
  await using home = await createArchiveHome(engine);
  const folderOf = (inbox: Inbox): string => home.directory.join(`in/${inbox}`);
  const random = seededRandom(seed);
  for (const inbox of names) mkdirSync(folderOf(inbox), { recursive: true });
  const config = { sourceFolders: [home.directory.join('in')] };
  const dropped = Object.fromEntries(
    names.map((name) => [name, { images: new Map(), broken: new Set() }]),
  ) as Record<Inbox, Dropped>;
  let server = await home.start({ config });
  writeFileSync(`${home.data}/automation.yaml`, fileOf(folderOf));
  for (let round = 0; round < rounds; round++) {
    const dropping = names.map((inbox, at) =>
      drop(folderOf(inbox), dropped[inbox], { seed: seed + at, round, isKept: inbox === 'kept', random }),
    );
    await sleep(random() * LONGEST_LIFE_MS);
    await server.kill9();
    await Promise.all(dropping);
    server = await home.start({ config });
    onProgress?.(`round ${round + 1}: ${countOf(dropped)} files so far`);
  }
  const images = new Map(names.flatMap((inbox) => [...dropped[inbox].images]));
  const misplaced = () => names.flatMap((inbox) => misplacedIn(folderOf(inbox), inbox, dropped[inbox]));
  const isSettled = () => misplaced().length === 0 && storedCount(home.data) >= images.size;
  await waitFor('everything in its place', isSettled, { timeoutMs: PATIENCE_MS, intervalMs: 500 }).catch(
    () => {},
  );
  await server.stop();
  const open = await home.open();
  const lost = await lostInArchive(open, [...images.values()]);
  const report = { rounds, dropped: countOf(dropped), lost, findings: await findings(open) };
  await open.close();
  return { ...report, misplaced: misplaced() };
}

const fileOf = (folderOf: (inbox: Inbox) => string): string =>
  JSON.stringify({
    inboxes: Object.fromEntries(
      names.map((inbox) => [
        inbox,
        { folder: folderOf(inbox), quietSeconds: QUIET_SECONDS, taken: inboxes[inbox] },
      ]),
    ),
  });

interface Part {
  readonly seed: number;
  readonly round: number;
  /** Names are not used again where files stay. */
  readonly isKept: boolean;
  readonly random: () => number;
}

async function drop(folder: string, dropped: Dropped, part: Part): Promise<void> {
  const { seed, round, isKept, random } = part;
  for (let at = 0; at < IMAGES + BROKEN; at++) {
    const isImage = at < IMAGES;
    const image = imageOf(seed, round, at);
    const bytes = isImage ? image.encode() : Buffer.from(`no image ${seed} ${round} ${at}`.repeat(50));
    const path = freePath(join(folder, isKept ? `day ${round}` : 'today', `IM${at}`));
    if (isImage) dropped.images.set(digestOf(bytes), contentOf(image, encodeDataSet(image)));
    else dropped.broken.add(digestOf(bytes));
    await writeInParts(path, bytes, random() * LONGEST_PAUSE_MS);
  }
}

const imageOf = (seed: number, study: number, instance: number): CorpusInstance =>
  corpusInstance(
    { kind: 'tiny', studies: study + 1, instancesPerSeries: IMAGES, seed },
    { study, series: 0, instance },
  );

/** As a scanner writes: what is there already is none of its files to write over. */
function freePath(path: string): string {
  const isThere = (one: string) => statSync(one, { throwIfNoEntry: false }) !== undefined;
  for (let number = 1; ; number++) {
    const one = number === 1 ? path : `${path}-${number}`;
    if (!isThere(one)) return one;
  }
}

async function writeInParts(path: string, bytes: Uint8Array, pauseMs: number): Promise<void> {
  const half = bytes.length >> 1;
  // The folder goes when it is empty, at any moment.
  for (;;) {
    mkdirSync(dirname(path), { recursive: true });
    const error = await writeFile(path, bytes.subarray(0, half), { flag: 'wx' }).catch((reason) => reason);
    if (error === undefined) break;
    if (error.code !== 'ENOENT') throw error;
  }
  await sleep(pauseMs);
  await appendFile(path, bytes.subarray(half));
}

/** Files that are not where they belong, or in two places, and such as nobody put there. */
function misplacedIn(folder: string, inbox: Inbox, { images, broken }: Dropped): string[] {
  const places = new Map<string, string[]>();
  for (const path of globSync('**/*', { cwd: folder, withFileTypes: true })) {
    if (!path.isFile()) continue;
    const full = join(path.parentPath, path.name);
    const digest = digestOf(readFileSync(full));
    places.set(digest, [...(places.get(digest) ?? []), full.slice(folder.length + 1)]);
  }
  const isRight = (digest: string, place: string | undefined): boolean => {
    const found = places.get(digest) ?? [];
    places.delete(digest);
    if (place === undefined) return found.length === 0;
    return found.length === 1 && found[0]!.startsWith(place);
  };
  const placeOfImages = { kept: '', emptied: undefined, moved: 'done/' }[inbox];
  const placeOfBroken = inbox === 'kept' ? '' : 'not-taken/';
  const wrong = [
    ...[...images.keys()].filter((digest) => !isRight(digest, placeOfImages)).map((one) => `image ${one}`),
    ...[...broken].filter((digest) => !isRight(digest, placeOfBroken)).map((one) => `broken file ${one}`),
  ];
  // Beside what was not taken in stands why.
  const others = [...places.values()].flat().filter((path) => !/^not-taken\/.*\.txt$/.test(path));
  return [...wrong, ...others].map((what) => `${inbox}: ${what}`);
}

const storedCount = (data: string): number => globSync(`${data}/studies/**/*.dcm`).length;

const countOf = (dropped: Readonly<Record<Inbox, Dropped>>): number =>
  Object.values(dropped).reduce((count, { images, broken }) => count + images.size + broken.size, 0);

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
