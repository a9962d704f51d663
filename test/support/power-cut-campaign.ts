import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { writeCorpus } from './corpus.ts';
import type { CutMode } from './disk-model.ts';
import { openData } from './eventful-archive.ts';
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

function record(
  scratch: TemporaryDirectory,
  { seed, instances, nodeFlags = [] }: PowerCutCampaign,
): Promise<Recording> {
  const input = scratch.join('input');
  writeCorpus(input, { kind: 'tiny', studies: 1, instancesPerSeries: instances, seed: seed + 2 });
  const options = { dataDir: scratch.join('data'), ackFile: scratch.join('ack'), timeoutMs: 300_000 };
  const args = [options.dataDir, options.ackFile, input, String(instances), String(seed)];
  return recordCalls([nodeBinary, ...nodeFlags, PROGRAM, ...args], options);
}

async function afterCut(
  recording: Recording,
  prefix: number,
  mode: CutMode,
  random: () => number,
  disk: string,
): Promise<string[]> {
  fs.rmSync(disk, { recursive: true, force: true });
  recording.materialise(prefix, mode, random, disk);
  const promised = recording.acknowledgedBefore(prefix).map((line) => JSON.parse(line) as Promised);
  try {
    const open = await openData(disk);
    try {
      return await brokenPromises(open, promised);
    } finally {
      await open.close();
    }
  } catch (error) {
    return [`does not open: ${(error as Error).stack}`];
  }
}
