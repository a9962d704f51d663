import { expect, it } from 'vitest';
import type { CutMode } from '../support/disk-model.ts';
import { canRecord, type Recording, recordCalls } from '../support/power-cut.ts';
import { seededRandom } from '../support/random.ts';
import { describeWithPeer } from '../support/skip.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { brokenPromises } from './store-archive.ts';

const CHILD = new URL('./store-child.ts', import.meta.url).pathname;
const CUTS = Number(process.env.ISOCENTER_POWER_CUTS ?? 60);
const SEED = Number(process.env.ISOCENTER_SEED ?? 1);
const MODES: readonly CutMode[] = ['dropped', 'torn', 'reordered', 'kept'];

interface Child {
  readonly streams: number;
  readonly mode?: 'link' | 'rename';
  readonly nodeFlags?: readonly string[];
}

async function record(scratch: TemporaryDirectory, child: Child): Promise<Recording> {
  const options = { dataDir: scratch.join('data'), ackFile: scratch.join('ack') };
  const program = [process.execPath, ...(child.nodeFlags ?? []), CHILD, options.dataDir, options.ackFile];
  return recordCalls([...program, '12', String(child.streams), '1', child.mode ?? 'link'], options);
}

/** Makes a kind of sync do nothing in a child, and say that it worked. */
function withoutSync(name: 'fsync' | 'fdatasync'): string[] {
  const code = `import fs from 'node:fs'; fs.${name} = (fd, done) => setTimeout(done, 1, null);`;
  return ['--import', `data:text/javascript,${encodeURIComponent(code)}`];
}

/** Every promise broken by any of the cuts, with the cut. */
async function cutOften(recording: Recording, scratch: TemporaryDirectory): Promise<string[]> {
  const random = seededRandom(SEED);
  const broken: string[] = [];
  for (let cut = 0; cut < CUTS; cut++) {
    const prefix = 1 + Math.floor(random() * recording.length);
    const mode = MODES[cut % MODES.length]!;
    const disk = scratch.join(`disk-${cut}`);
    recording.materialise(prefix, mode, random, disk);
    const lost = await brokenPromises(disk, recording.acknowledgedBefore(prefix));
    broken.push(...lost.map((line) => `${mode} at ${prefix}: ${line}`));
  }
  return broken;
}

describeWithPeer(
  'a power cut at any call',
  canRecord,
  () => {
    it.each<Child>([{ streams: 1 }, { streams: 3 }, { streams: 2, mode: 'rename' }])(
      'loses no acknowledged blob or record: %j',
      async (child) => {
        using scratch = new TemporaryDirectory('cut');
        const recording = await record(scratch, child);
        expect(recording.acknowledgedBefore(recording.length)).toHaveLength(24 * child.streams);
        expect(await cutOften(recording, scratch)).toEqual([]);
      },
    );

    it.each(['fsync', 'fdatasync'] as const)('is noticed when %s does nothing', async (name) => {
      using scratch = new TemporaryDirectory('cut');
      const recording = await record(scratch, { streams: 2, nodeFlags: withoutSync(name) });
      expect((await cutOften(recording, scratch)).length).toBeGreaterThan(0);
    });
  },
  'strace',
);
