import fs from 'node:fs';
import path from 'node:path';
import { IsocenterError, type Logger } from '../base/index.ts';
import { errnoOf } from '../disks/index.ts';
import type { SettlingOptions } from './blob-store.ts';
import { syncDirectory } from './file-sync.ts';
import { storeError } from './io-error.ts';

/** Confirmed blobs that may wait for settling; over it, sealing waits. */
export const MAX_UNSETTLED = 8192;
/** Directories remembered as durable. One that was forgotten costs one more fsync. */
export const MAX_KNOWN_DIRECTORIES = 20_000;
const DEFAULT_INTERVAL_MS = 250;
const DEFAULT_MAX_ITEMS = 256;
/** Names removed in one go before the loop gets its turn. */
const UNLINK_SLICE = 64;
/** Directory syncs in flight: leaves pool threads to the drafts that somebody waits for. */
const PARALLEL_SYNCS = 2;

/** A blob with two names: the one it was sealed under and the one it is kept under. */
export interface UnsettledFile {
  /** Its name in `incoming/`; undefined when it was renamed. */
  readonly incoming: string | undefined;
  readonly final: string;
}

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (reason: Error) => void;
}

/**
 * Makes published blobs durable under their final names, many at a time: flush the catalog, sync the directories,
 * then remove the names in `incoming/`. Until the last step a crash loses nothing, because recovery starts from those
 * names; so a failure only means that they stay and that it is tried again. (Trying again is honest for directories:
 * they are journalled, and a journal that failed once leaves the file system read-only. It would not be for file data.)
 */
export class Settler {
  readonly #root: string;
  readonly #logger: Logger;
  #options: SettlingOptions | undefined;
  #timer: NodeJS.Timeout | undefined;
  #files: UnsettledFile[] = [];
  #inFlight = 0;
  #running: Promise<void> | undefined;
  #problem: IsocenterError | undefined;
  #waitingForRoom: Waiter[] = [];
  /** Directories whose own entry, and those of all above, are durable. */
  readonly #durable = new Set<string>();
  /** Counts directories removed, so that none is taken for durable that went away during its sync. */
  #removals = 0;

  constructor(root: string, logger: Logger) {
    this.#root = root;
    this.#logger = logger;
  }

  get size(): number {
    return this.#files.length + this.#inFlight;
  }

  get problem(): IsocenterError | undefined {
    return this.#problem;
  }

  start(options: SettlingOptions): void {
    this.#options = options;
    this.#schedule();
  }

  /** Ends the schedule; a run under way goes on. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  add(file: UnsettledFile): void {
    this.#files.push(file);
    if (this.#files.length < (this.#options?.maxItems ?? DEFAULT_MAX_ITEMS)) this.#schedule();
    else if (!this.#problem && this.#options) this.#runQuietly();
  }

  /** Takes a blob out again that is to be removed; undefined when it is not (or no longer) waiting. */
  async withdraw(final: string): Promise<UnsettledFile | undefined> {
    while (this.#running) await this.#running.catch(() => {});
    const index = this.#files.findIndex((file) => file.final === final);
    return index < 0 ? undefined : this.#files.splice(index, 1)[0];
  }

  room(): undefined | Promise<void> {
    if (this.size < MAX_UNSETTLED) return undefined;
    if (this.#problem) throw this.#problem;
    return new Promise((resolve, reject) => this.#waitingForRoom.push({ resolve, reject }));
  }

  /** Settles everything added so far. */
  async run(): Promise<void> {
    while (this.#running) await this.#running.catch(() => {});
    if (this.#files.length > 0) await this.#start();
  }

  /** A directory is gone: should its name come back, it is a new directory. */
  forgetDirectory(directory: string): void {
    this.#durable.delete(directory);
    this.#removals++;
  }

  /** Makes the entries of these directories durable, and their own names up to the root. */
  async syncDirectories(directories: ReadonlySet<string>): Promise<void> {
    const removals = this.#removals;
    const unknown = [...directories].flatMap((directory) => this.#unknownAncestors(directory));
    const queue = [...new Set([...directories, ...unknown.map((directory) => path.dirname(directory))])];
    const worker = async (): Promise<void> => {
      for (let next = queue.pop(); next !== undefined; next = queue.pop()) await syncUnlessGone(next);
    };
    await Promise.all(Array.from({ length: PARALLEL_SYNCS }, worker));
    if (removals !== this.#removals) return;
    for (const directory of unknown) this.#remember(directory);
  }

  #schedule(): void {
    if (this.#timer || !this.#options || this.#files.length === 0) return;
    this.#timer = setTimeout(() => this.#runQuietly(), this.#options.intervalMs ?? DEFAULT_INTERVAL_MS);
    this.#timer.unref();
  }

  #runQuietly(): void {
    this.stop();
    if (!this.#running) this.#start().catch(() => {});
  }

  #start(): Promise<void> {
    const batch = this.#files;
    this.#files = [];
    this.#inFlight = batch.length;
    this.#running = this.#settle(batch)
      .then(
        () => this.#succeeded(),
        (error) => this.#failed(batch, error),
      )
      .finally(() => {
        this.#running = undefined;
        this.#schedule();
      });
    return this.#running;
  }

  async #settle(batch: readonly UnsettledFile[]): Promise<void> {
    if (!this.#options) throw new IsocenterError('internal', { reason: 'settling was never started' });
    await this.#options.flushCatalog();
    await this.syncDirectories(new Set(batch.map((file) => path.dirname(file.final))));
    await removeIncomingNames(batch);
  }

  #succeeded(): void {
    this.#inFlight = 0;
    if (this.#problem) this.#logger.info({}, 'settling works again');
    this.#problem = undefined;
    for (const waiter of this.#waitingForRoom.splice(0)) waiter.resolve();
  }

  #failed(batch: readonly UnsettledFile[], cause: unknown): never {
    const problem = storeError(cause);
    this.#inFlight = 0;
    this.#files = [...batch, ...this.#files];
    if (!this.#problem)
      this.#logger.error({ code: problem.code, reason: problem.message }, 'settling failed');
    this.#problem = problem;
    for (const waiter of this.#waitingForRoom.splice(0)) waiter.reject(problem);
    throw problem;
  }

  /** The directory and those above it whose names are not known to be durable, below the root. */
  #unknownAncestors(directory: string): string[] {
    const unknown: string[] = [];
    for (let at = directory; at.length > this.#root.length && !this.#durable.has(at); at = path.dirname(at)) {
      unknown.push(at);
    }
    return unknown;
  }

  #remember(directory: string): void {
    this.#durable.add(directory);
    if (this.#durable.size <= MAX_KNOWN_DIRECTORIES) return;
    const [oldest] = this.#durable;
    if (oldest !== undefined) this.#durable.delete(oldest);
  }
}

async function syncUnlessGone(directory: string): Promise<void> {
  try {
    await syncDirectory(directory);
  } catch (error) {
    // Everything in it was removed again in the meantime; whoever did that has synced its parent.
    if (errnoOf(error) !== 'ENOENT') throw error;
  }
}

async function removeIncomingNames(batch: readonly UnsettledFile[]): Promise<void> {
  for (let index = 0; index < batch.length; index++) {
    const { incoming } = batch[index]!;
    if (incoming !== undefined) unlinkIfThere(incoming);
    if (index % UNLINK_SLICE === UNLINK_SLICE - 1) await new Promise((resolve) => setImmediate(resolve));
  }
}

function unlinkIfThere(file: string): void {
  try {
    fs.unlinkSync(file);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
  }
}
