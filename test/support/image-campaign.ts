import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { corpus } from './corpus.ts';
import { DiskImage } from './disk-image.ts';
import { openData } from './eventful-archive.ts';
import { findings, lostInArchive } from './kept.ts';
import { waitFor } from './processes.ts';
import { seededRandom } from './random.ts';
import { type Content, type Delivered, sendInstances } from './sender.ts';
import { type IsocenterServer, startIsocenter } from './server.ts';
import { TemporaryDirectory } from './temp.ts';

export interface ImageCampaign {
  readonly copies: number;
  readonly seed: number;
  readonly onProgress?: (line: string) => void;
}

export interface ImageReport {
  readonly copies: number;
  /** At the last copy. */
  readonly acknowledged: number;
  readonly broken: readonly string[];
}

const MEGABYTES = 1024;
const LONGEST_WAIT_MS = 600;
const SENDERS = 4;
/** Of each sender for each copy. */
const STUDIES = 8;
const PER_STUDY = 20;

/**
 * A server writes to an ext4 file system of its own, whose device is copied again and again; each copy must mount, open,
 * and have what was acknowledged before it was made.
 */
export async function runImageCampaign({ copies, seed, onProgress }: ImageCampaign): Promise<ImageReport> {
  // In memory where there is room: the copy is the longest part.
  using scratch = new TemporaryDirectory('image', fs.existsSync('/dev/shm') ? '/dev/shm' : undefined);
  const random = seededRandom(seed);
  const broken: string[] = [];
  await using image = await DiskImage.make(scratch.join('disk.img'), MEGABYTES, scratch.join('disk'));
  const delivered: Delivered = { acknowledged: [], refused: [] };
  {
    await using server = await startIsocenter({ data: `${image.mountPoint}/data` });
    for (let copy = 0; copy < copies; copy++) {
      const had = delivered.acknowledged.length;
      const sent = sendAll(server, copy, seed, delivered);
      await waitFor('more instances', () => delivered.acknowledged.length > had, { timeoutMs: 60_000 });
      await sleep(random() * LONGEST_WAIT_MS);
      const before = [...delivered.acknowledged];
      await image.copyTo(scratch.join('copy.img'), server.pid);
      await sent;
      const lost = await afterCut(scratch, before).catch((error: Error) => [`does not open: ${error.stack}`]);
      broken.push(...lost.map((line) => `copy ${copy}: ${line}`));
      onProgress?.(`copy ${copy + 1}: ${before.length} acknowledged, ${broken.length} promises broken`);
    }
    broken.push(...delivered.refused.map(({ status }) => `refused with status ${status}`));
  }
  return { copies, acknowledged: delivered.acknowledged.length, broken };
}

/** All senders at once, each with some studies of its own. */
async function sendAll(
  { peer }: IsocenterServer,
  round: number,
  seed: number,
  delivered: Delivered,
): Promise<void> {
  const senders = Array.from({ length: SENDERS }, (_, index) => {
    const firstStudy = (round * SENDERS + index) * STUDIES;
    const shape = {
      kind: 'tiny',
      studies: STUDIES,
      firstStudy,
      instancesPerSeries: PER_STUDY,
      seed,
    } as const;
    return sendInstances(peer, `SENDER${index}`, corpus(shape), delivered);
  });
  await Promise.all(senders);
}

async function afterCut(scratch: TemporaryDirectory, acknowledged: readonly Content[]): Promise<string[]> {
  await using copy = await DiskImage.mount(scratch.join('copy.img'), scratch.join('copy'));
  const open = await openData(`${copy.mountPoint}/data`);
  try {
    const lost = await lostInArchive(open, acknowledged);
    const found = await findings(open);
    return [...lost, ...found.map((finding) => `verify: ${JSON.stringify(finding)}`)];
  } finally {
    await open.close();
  }
}
