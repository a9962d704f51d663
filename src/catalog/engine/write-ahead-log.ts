import { closeSync, fdatasync, openSync, statSync } from 'node:fs';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { catalogError } from './errors.ts';

const syncData = promisify(fdatasync);

/** Bytes of log after which pages are moved to the database. */
const CHECKPOINT_BYTES = 16 * 1024 * 1024;
/** Bytes of log at which writers wait for the checkpoint under way. One that never leaves the event loop its turn starves it otherwise. */
const MAXIMUM_BYTES = 64 * 1024 * 1024;

/**
 * Durability and length of SQLite's write-ahead log.
 *
 * `flush` syncs the log through a file descriptor of our own. That is safe: SQLite takes its POSIX locks on the
 * database and its -shm file only, and the -wal file stays the same inode as long as one connection is open. SQLite
 * itself syncs the database file before it starts the log over (synchronous=NORMAL), so what a flush no longer finds
 * in the log is durable in the database.
 *
 * Checkpoints sync, so a worker thread with a connection of its own runs them.
 */
export class WriteAheadLog {
  readonly #path: string;
  readonly #commit: () => void;
  #descriptor: number | undefined;
  #worker: Worker | undefined;
  /** Of the log, after the last commit. */
  #bytes = 0;
  #checkpoint: Promise<void> | undefined;
  #gate: Promise<void> | undefined;
  #doubtful = false;

  /** @param commit ends the open transaction: the log can be moved as a whole only without one. */
  constructor(path: string, commit: () => void) {
    this.#path = path;
    this.#commit = commit;
  }

  /** Waits while a checkpoint needs the writers to stand still, and for its end when the log has become too long. */
  async turn(): Promise<void> {
    if (this.#bytes > MAXIMUM_BYTES) await this.#checkpoint;
    while (this.#gate) await this.#gate;
  }

  committed(): void {
    this.#bytes = this.#length();
    if (this.#bytes <= CHECKPOINT_BYTES) return;
    this.#checkpoint ??= this.#shorten().finally(() => {
      this.#checkpoint = undefined;
      this.#bytes = this.#length();
    });
  }

  async flush(): Promise<void> {
    try {
      // After a failed sync the kernel may call pages clean that never reached the disk: move them instead.
      if (this.#doubtful) await this.#moveAll();
      this.#descriptor ??= openSync(`${this.#path}-wal`, 'r+');
      await syncData(this.#descriptor);
    } catch (error) {
      this.#doubtful = true;
      throw catalogError(error);
    }
  }

  /** @param closeConnection closes the last connection, which moves what is left and removes the log. */
  async close(closeConnection: () => void): Promise<void> {
    await this.#checkpoint;
    await this.#moveAll().catch(() => undefined);
    await this.#worker?.terminate();
    this.#worker = undefined;
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
    closeConnection();
  }

  #length(): number {
    return statSync(`${this.#path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  }

  /** Moves most of the log while commits go on, then the rest while they wait, so that the log starts over. */
  async #shorten(): Promise<void> {
    try {
      await this.#ask('PASSIVE');
      await this.#moveAll();
    } catch {
      // The log stays long; the next look tries again, and a disk that fails is told of by flush.
    }
  }

  /** Moves the whole log into the database while commits wait. */
  async #moveAll(): Promise<void> {
    this.#commit();
    const moving = this.#ask('TRUNCATE');
    this.#gate = moving.then(
      () => undefined,
      () => undefined,
    );
    try {
      this.#doubtful = !(await moving);
    } finally {
      this.#gate = undefined;
    }
  }

  /** True when the whole log was moved. */
  #ask(mode: 'PASSIVE' | 'TRUNCATE'): Promise<boolean> {
    const worker = this.#start();
    return new Promise((resolve, reject) => {
      worker.once('message', (answer: { complete: boolean; code?: string }) => {
        worker.removeListener('error', reject);
        if (answer.code === undefined) resolve(answer.complete);
        else reject(catalogError(Object.assign(new Error('checkpoint failed'), { code: answer.code })));
      });
      worker.once('error', reject);
      worker.postMessage(mode);
    });
  }

  #start(): Worker {
    if (this.#worker) return this.#worker;
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    const worker = new Worker(new URL(`./checkpoint-worker.${extension}`, import.meta.url), {
      workerData: this.#path,
      resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 4 },
    });
    worker.unref();
    worker.once('exit', () => {
      if (this.#worker === worker) this.#worker = undefined;
    });
    this.#worker = worker;
    return worker;
  }
}
