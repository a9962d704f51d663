import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { expect, it } from 'vitest';
import { FileStore, openDataDirectory, RecordJournal } from '../../src/store/index.ts';
import { incomingNames } from '../support/incoming.ts';
import { BackgroundProcess, findProgram, run } from '../support/processes.ts';
import { seededRandom } from '../support/random.ts';
import { describeWithPeer } from '../support/skip.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { brokenPromises } from './store-archive.ts';

const KILLS = Number(process.env.ISOCENTER_KILLS ?? 12);
const SEED = Number(process.env.ISOCENTER_SEED ?? 1);
const strace = findProgram('strace');

const program = (name: string): string => new URL(`./${name}.ts`, import.meta.url).pathname;

/** Runs a program of this folder while `strace` tampers with its system calls; its output as lines. */
async function runTampered(
  inject: string,
  name: string,
  args: readonly string[],
  threads = 4,
): Promise<string[]> {
  using scratch = new TemporaryDirectory('strace');
  const [calls = ''] = inject.split(':');
  const flags = ['-f', '-o', scratch.join('trace'), '-e', `trace=${calls}`, '-e', `inject=${inject}`];
  const env = { UV_THREADPOOL_SIZE: String(threads) };
  const command = [...flags, process.execPath, program(name), ...args];
  const { code, signal, stdout, stderr } = await run('strace', command, { env });
  if (code !== 0 && signal !== 'SIGKILL') throw new Error(`${name} ended with ${code}: ${stderr}`);
  return stdout.trim().split('\n');
}

describeWithPeer(
  'failing system calls',
  strace !== undefined,
  () => {
    it.each([
      ['writev:error=EIO:when=1', ['small-0 store/io']],
      ['writev:error=ENOSPC:when=1', ['small-0 store/full']],
      // strace counts per thread: the body is written by a pool thread, the journal by the main one.
      ['pwrite64:error=ENOSPC:when=1', ['large-0 store/full', 'journal-0 store/full']],
      ['pwrite64:error=EDQUOT:when=3', ['large-0 store/full', 'journal-2 store/full']],
      ['fdatasync:error=EIO:when=1', ['small-0 store/io']],
      ['fdatasync:error=EIO:when=2', ['large-0 store/io']],
      ['fdatasync:error=EIO:when=4', ['journal-0 store/io']],
      ['link:error=EIO:when=4', ['small-0 store/io']],
      ['link:error=ENOSPC:when=5', ['large-0 store/full']],
      ['rename:error=EIO:when=1', ['put-0 store/io']],
      ['fsync:error=EIO:when=3', ['journal-0 store/io']],
      ['fsync:error=EIO:when=4', ['settle-0 store/io']],
      ['unlink:error=EIO:when=5', ['settle-0 store/io']],
    ])('%s: fails once, leaves nothing behind, goes on', async (inject, expected) => {
      using scratch = new TemporaryDirectory('fault');
      const lines = await runTampered(inject, 'fault-child', [scratch.join('data')], 1);
      expect(lines.filter((line) => line.includes('store/'))).toEqual(expected);
      expect(lines.filter((line) => line.endsWith(' ok'))).toHaveLength(20 - expected.length);
      expect(lines.at(-1)).toBe('incoming 0');
    });
  },
  'strace',
);

describeWithPeer(
  'a slow disk',
  strace !== undefined,
  () => {
    it('every sync takes 200 ms: four streams wait side by side, and nothing else waits', async () => {
      using scratch = new TemporaryDirectory('slow');
      const inject = 'fsync,fdatasync:delay_exit=200000';
      const lines = await runTampered(inject, 'delay-child', [scratch.join('data'), '24', '1', '4'], 16);
      const [[, one], [, four, stall]] = lines.map((line) => line.split(' ').map(Number)) as [
        number[],
        number[],
      ];
      // One after the other it would be 1; the loop that waits itself would stall for a whole sync.
      expect(four! / one!).toBeGreaterThan(2);
      expect(stall!).toBeLessThan(150);
    });
  },
  'strace',
);

describeWithPeer('kill -9', true, () => {
  it(`loses nothing acknowledged in ${KILLS} kills of a store that goes on`, async () => {
    using scratch = new TemporaryDirectory('kill');
    const random = seededRandom(SEED);
    const ackFile = scratch.join('ack');
    fs.writeFileSync(ackFile, '');
    for (let kill = 0; kill < KILLS; kill++) {
      const args = [
        program('store-child'),
        scratch.join('data'),
        ackFile,
        '100000',
        '4',
        String(SEED + kill),
      ];
      const child = new BackgroundProcess(process.execPath, args);
      await expect.poll(() => fs.statSync(ackFile).size, { timeout: 10_000 }).toBeGreaterThan(0);
      await new Promise((resolve) => setTimeout(resolve, 150 + random() * 300));
      await child.kill9();
      const acknowledged = fs.readFileSync(ackFile, 'latin1').split('\n').slice(0, -1);
      expect(await brokenPromises(scratch.join('data'), acknowledged)).toEqual([]);
    }
  });
});

/** A file system of a few megabytes, or undefined where we may not mount. */
function mountSmall(directory: string): (() => void) | undefined {
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'isocenter-test', directory]);
  return status === 0 ? () => void spawnSync('umount', [directory]) : undefined;
}

function mayMount(): boolean {
  using scratch = new TemporaryDirectory('mount');
  const unmount = mountSmall(scratch.path);
  unmount?.();
  return unmount !== undefined;
}

describeWithPeer(
  'a full disk',
  mayMount(),
  () => {
    it('refuses, leaves nothing behind, keeps reading, and goes on when there is room again', async () => {
      using scratch = new TemporaryDirectory('full');
      const unmount = mountSmall(scratch.path);
      try {
        await fillAndFree(scratch.join('data'));
      } finally {
        unmount?.();
      }
    });
  },
  'the right to mount a tmpfs',
);

async function fillAndFree(root: string): Promise<void> {
  const store = new FileStore({ root });
  store.startSettling({ flushCatalog: async () => {} });
  const journal = await RecordJournal.open({ directory: openDataDirectory(root) });
  await store.putFile('files/first', 'kept');
  const keep = async (size: number): Promise<void> => {
    const draft = store.draft({ headLength: 1 });
    for (let at = 0; at < size; at += 65_536) await draft.append(new Uint8Array(Math.min(65_536, size - at)));
    await draft.seal(Uint8Array.of(1)).then((blob) => blob.discard());
  };
  fs.writeFileSync(`${root}/ballast`, new Uint8Array(3_600_000));
  const full = { code: 'store/full', dimseStatus: 0xa700 };
  for (const size of [900_000, 3_000_000]) await expect(keep(size)).rejects.toMatchObject(full);
  await expect(journal.append('big', 'x'.repeat(900_000))).rejects.toMatchObject(full);
  expect(incomingNames(root)).toEqual([]);
  expect(Buffer.from(await store.readAll('files/first')).toString()).toBe('kept');
  fs.rmSync(`${root}/ballast`);
  for (const size of [900_000, 3_000_000]) await keep(size);
  await journal.append('small', 'again');
  const kinds: string[] = [];
  for await (const { kind } of journal.read()) kinds.push(kind);
  expect(kinds).toEqual(['small']);
  await store.close();
  await journal.close();
}
