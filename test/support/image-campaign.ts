import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { corpus } from './corpus.ts';
import { DiskImage } from './disk-image.ts';
import { openData } from './eventful-archive.ts';
import { findings, lostInArchive } from './kept.ts';
import { waitFor } from './processes.ts';
import { seededRandom } from './random.ts';
import { type Content, type Delivered, sendInstances } from './sender.ts';
import { startIsocenter } from './server.ts';
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
    const part = (index: number) => ({
      firstStudy: index * 1000,
      studies: 1000,
      instancesPerSeries: 20,
      seed,
    });
    const senders = Array.from({ length: SENDERS }, (_, index) =>
      sendInstances(server.peer, `SENDER${index}`, corpus({ kind: 'tiny', ...part(index) }), delivered),
    );
    for (let copy = 0; copy < copies; copy++) {
      const had = delivered.acknowledged.length;
      await waitFor('more instances', () => delivered.acknowledged.length > had, { timeoutMs: 60_000 });
      await sleep(random() * LONGEST_WAIT_MS);
      const before = [...delivered.acknowledged];
      await image.copyTo(scratch.join('copy.img'), server.pid);
      const lost = await afterCut(scratch, before).catch((error: Error) => [`does not open: ${error.stack}`]);
      broken.push(...lost.map((line) => `copy ${copy}: ${line}`));
      onProgress?.(`copy ${copy + 1}: ${before.length} acknowledged, ${broken.length} promises broken`);
    }
    await server.kill9();
    await Promise.all(senders);
  }
  return { copies, acknowledged: delivered.acknowledged.length, broken };
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
