import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { writeCorpus } from './corpus.ts';
import type { CutMode } from './disk-model.ts';
import { openData } from './eventful-archive.ts';
import { createDatabase } from './postgres.ts';
import { type Recording, recordCalls } from './power-cut.ts';
import { brokenPromises, type Promised } from './promises.ts';
import { seededRandom } from './random.ts';
import { nodeBinary } from './server.ts';
import { TemporaryDirectory } from './temp.ts';

export interface PowerCutCampaign {
  readonly cuts: number;
  readonly seed: number;
  /** Instances per sender. */
  readonly instances: number;
  /** For the recorded program. */
  readonly nodeFlags?: readonly string[];
  readonly onProgress?: (line: string) => void;
}

export interface PowerCutReport {
  /** Recorded events; a cut falls between two of them. */
  readonly events: number;
  readonly promises: number;
  readonly cuts: number;
  /** What a replayed disk did not keep, with its cut. */
  readonly broken: readonly string[];
}

const MODES: readonly CutMode[] = ['dropped', 'torn', 'reordered', 'kept'];
const PROGRAM = fileURLToPath(new URL('../durability/server-child.ts', import.meta.url));

/**
 * Records the file calls of a server during a mixed ingest, SQLite's included, and replays the disk as it may be after
 * a power cut at a random one of them: everything that was promised by then must be there.
 */
export async function runPowerCutCampaign(campaign: PowerCutCampaign): Promise<PowerCutReport> {
  using scratch = new TemporaryDirectory('cut');
  const recording = await record(scratch, campaign);
  const random = seededRandom(campaign.seed);
  const broken: string[] = [];
  for (let cut = 0; cut < campaign.cuts; cut++) {
    const prefix = 1 + Math.floor(random() * recording.length);
    const mode = MODES[cut % MODES.length]!;
    const lost = await afterCut(recording, prefix, mode, random, scratch.join('disk'));
    for (const line of lost) {
      broken.push(`${mode} at ${prefix}: ${line}`);
      campaign.onProgress?.(broken.at(-1)!);
    }
    if (cut % 50 === 49) campaign.onProgress?.(`${cut + 1} cuts, ${broken.length} promises broken`);
  }
  const promises = recording.acknowledgedBefore(recording.length).length;
  return { events: recording.length, promises, cuts: campaign.cuts, broken };
}

export interface SurvivingCatalogCampaign {
  /** Recorded servers; each is cut off once, and its disk replayed in every mode. */
  readonly rounds: number;
  readonly seed: number;
  readonly instances: number;
}

/** Of the promises that a whole run makes, at least so many are made before the cut. */
const FEWEST_PROMISES = 10;
const MOST_PROMISES = 80;

/**
 * The machine of the files loses its power, and PostgreSQL on another machine goes on: it has everything that was
 * committed until then, the disk may lack whatever was not synced.
 */
export async function runSurvivingCatalogCampaign(
  campaign: SurvivingCatalogCampaign,
): Promise<PowerCutReport> {
  const random = seededRandom(campaign.seed);
  const broken: string[] = [];
  let [events, promises] = [0, 0];
  for (let round = 0; round < campaign.rounds; round++) {
    using scratch = new TemporaryDirectory('cut');
    await using database = await createDatabase();
    const after = FEWEST_PROMISES + Math.floor(random() * (MOST_PROMISES - FEWEST_PROMISES));
    const recording = await record(scratch, { ...campaign, more: [database.url, String(after)] });
    events += recording.length;
    promises += recording.acknowledgedBefore(recording.length).length;
    for (const mode of MODES) {
      await using survivor = await database.copy();
      const disk = scratch.join('disk');
      const lost = await afterCut(recording, recording.length, mode, random, disk, survivor.url);
      broken.push(...lost.map((line) => `${mode} after ${after} promises: ${line}`));
    }
  }
  return { events, promises, cuts: campaign.rounds * MODES.length, broken };
}

/** Further arguments of the recorded program. */
type RecordOptions = Pick<PowerCutCampaign, 'seed' | 'instances' | 'nodeFlags'> & {
  readonly more?: readonly string[];
};

function record(
  scratch: TemporaryDirectory,
  { seed, instances, nodeFlags = [], more = [] }: RecordOptions,
): Promise<Recording> {
  const input = scratch.join('input');
  writeCorpus(input, { kind: 'tiny', studies: 1, instancesPerSeries: instances, seed: seed + 2 });
  const options = { dataDir: scratch.join('data'), ackFile: scratch.join('ack'), timeoutMs: 300_000 };
  const args = [options.dataDir, options.ackFile, input, String(instances), String(seed), ...more];
  return recordCalls([nodeBinary, ...nodeFlags, PROGRAM, ...args], options);
}

async function afterCut(
  recording: Recording,
  prefix: number,
  mode: CutMode,
  random: () => number,
  disk: string,
  database?: string,
): Promise<string[]> {
  fs.rmSync(disk, { recursive: true, force: true });
  recording.materialise(prefix, mode, random, disk);
  const promised = recording.acknowledgedBefore(prefix).map((line) => JSON.parse(line) as Promised);
  try {
    const open = await openData(disk, database === undefined ? {} : { database });
    try {
      return await brokenPromises(open, promised);
    } finally {
      await open.close();
    }
  } catch (error) {
    return [`does not open: ${(error as Error).stack}`];
  }
}
