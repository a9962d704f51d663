/** One program at a time moves files of a dataset: this archive, a command beside it, or another machine at the same NAS. */
import { randomUUID } from 'node:crypto';
import { link, open, readFile, readlink, rename, rm, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { z } from 'zod';
import { IsocenterError, jsonIn, pause } from '../base/index.ts';
import { notMade } from '../convert/index.ts';
import { errnoOf } from '../disks/index.ts';
import type { DatasetFolder } from './dataset-folder.ts';
import { OWN_FOLDER } from './dataset-record.ts';

const LOCK = `${OWN_FOLDER}/lock`;

/** Milliseconds. Clocks of machines are not compared: a lock is left over when it looks the same for long enough. */
const usualTimes = { beat: 10_000, leftOver: 60_000, look: 250, longest: 600_000 };
type LockTimes = typeof usualTimes;

/** For what is tried again by itself, or somebody waits for at a page. Locks that are left over are taken over all the same. */
export const shortWait: Partial<LockTimes> = { longest: usualTimes.leftOver + 15_000 };

/** How others are waited for. */
export interface LockWait {
  readonly signal: AbortSignal;
  /** What is not as usual. */
  readonly times?: Partial<LockTimes> | undefined;
}

const holder = z.object({
  token: z.string(),
  /** The machine, and where its process numbers count. */
  place: z.string(),
  process: z.number(),
  since: z.string(),
});

/** What is seen of a lock. */
interface Seen {
  readonly text: string;
  readonly modifiedMs: number;
}

/**
 * Does work on a dataset while nobody else does; the folder is made where it is not there.
 * @throws IsocenterError `dataset/busy` when somebody else does for longer than can be waited, `cancelled` when told to wait no longer, and what
 * OutputFolder.writer throws
 */
export async function withDatasetLock<Result>(
  folder: DatasetFolder,
  work: () => Promise<Result>,
  { signal, times }: LockWait,
): Promise<Result> {
  await folder.make();
  const path = await folder.place(LOCK);
  await using _lock = await FileLock.take(path, folder.root, { ...usualTimes, ...times }, signal);
  return await work();
}

/** A file that only one can make. Who holds it touches it again and again, as long as the program lives. */
class FileLock implements AsyncDisposable {
  readonly #path: string;
  readonly #text: string;
  readonly #beating: NodeJS.Timeout;

  private constructor(path: string, text: string, { beat }: LockTimes) {
    this.#path = path;
    this.#text = text;
    this.#beating = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => {}), beat);
    this.#beating.unref();
  }

  static async take(path: string, dataset: string, times: LockTimes, signal: AbortSignal): Promise<FileLock> {
    const place = await here();
    const mine = { token: randomUUID(), place: place ?? hostname(), process: process.pid, since: now() };
    const text = `${JSON.stringify(mine)}\n`;
    const began = performance.now();
    let last: Seen | undefined;
    let sameSince = began;
    for (;;) {
      if (signal.aborted) throw new IsocenterError('cancelled');
      if (await create(path, text)) return new FileLock(path, text, times);
      const { seen, failure } = await look(path);
      if (seen?.text !== last?.text || seen?.modifiedMs !== last?.modifiedMs) sameSince = performance.now();
      last = seen;
      // One that cannot be opened may be touched all the time: it is waited for, and then told what is wrong with it.
      const isLeftOver =
        seen && (performance.now() - sameSince >= times.leftOver || isOfTheDead(seen, place));
      if (isLeftOver && (await putAside(path, seen))) continue;
      if (performance.now() - began > times.longest) {
        if (failure) notMade(failure);
        throw new IsocenterError('dataset/busy', { folder: dataset });
      }
      await pause(times.look, signal);
    }
  }

  /** Somebody may have taken it for left over, after a machine stood still. */
  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#beating);
    const { seen } = await look(this.#path);
    if (seen?.text === this.#text) await rm(this.#path, { force: true });
  }
}

const now = (): string => new Date().toISOString();

/**
 * Containers of one machine have process numbers of their own, and machines may have the same name. Undefined where that cannot be
 * told apart.
 */
async function here(): Promise<string | undefined> {
  try {
    const numbers = await readlink('/proc/self/ns/pid');
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    return `${hostname()} ${numbers} ${boot.trim()}`;
  } catch {
    return undefined;
  }
}

/** False when it is there. */
async function create(path: string, text: string): Promise<boolean> {
  const file = await open(path, 'wx').catch((error: unknown) =>
    errnoOf(error) === 'EEXIST' ? undefined : notMade(error),
  );
  if (!file) return false;
  try {
    await file.writeFile(text);
    return true;
  } catch (error) {
    await rm(path, { force: true });
    return notMade(error);
  } finally {
    await file.close();
  }
}

interface Look {
  readonly seen?: Seen;
  /** Why it cannot be looked at, where it is not just gone. */
  readonly failure?: unknown;
}

/** By opening it: what is known of a file on a NAS may be a minute old. */
async function look(path: string): Promise<Look> {
  try {
    await using file = await open(path, 'r');
    const { mtimeMs } = await file.stat();
    return { seen: { text: await file.readFile('utf8'), modifiedMs: mtimeMs } };
  } catch (failure) {
    return errnoOf(failure) === 'ENOENT' ? {} : { failure };
  }
}

/** Whether the process that made it was one of this machine, and is none any more. @param place see {@link here} */
function isOfTheDead({ text }: Seen, place: string | undefined): boolean {
  const known = holder.safeParse(jsonIn(text));
  if (!known.success || place === undefined || known.data.place !== place) return false;
  try {
    process.kill(known.data.process, 0);
    return false;
  } catch (error) {
    return errnoOf(error) === 'ESRCH';
  }
}

/** Of two that find it left over, one takes what the other has made since: that is given back. */
async function putAside(path: string, { text }: Seen): Promise<boolean> {
  const aside = `${path}-${randomUUID()}`;
  try {
    await rename(path, aside);
    const isIt = (await readFile(aside, 'utf8')) === text;
    if (!isIt) await link(aside, path).catch(() => {});
    return isIt;
  } catch {
    return false;
  } finally {
    await rm(aside, { force: true });
  }
}
