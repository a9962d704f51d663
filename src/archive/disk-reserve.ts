import { IsocenterError } from '../base/index.ts';
import type { FileStore } from '../store/index.ts';

/** How long the free space is believed, milliseconds. */
const BELIEVED_MS = 1_000;
const MEGABYTE = 1_000_000;

/**
 * Space on the disk that nothing which arrives may take: the database, the records and the system itself need some to go
 * on. So a disk that fills up is told to whoever sends, while everything else still works.
 */
export class DiskReserve {
  readonly #store: Pick<FileStore, 'space'>;
  readonly #bytes: number;
  readonly #now: () => number;
  #free: Promise<number> = Promise.resolve(0);
  #askedAt = Number.NEGATIVE_INFINITY;

  /** @param now milliseconds that never go back. */
  constructor(store: Pick<FileStore, 'space'>, megabytes: number, now: () => number) {
    this.#store = store;
    this.#bytes = megabytes * MEGABYTE;
    this.#now = now;
  }

  /** Before something is kept. Throws `store/full`. */
  async require(): Promise<void> {
    if (this.#bytes === 0) return;
    if (this.#now() - this.#askedAt >= BELIEVED_MS) {
      this.#askedAt = this.#now();
      this.#free = this.#store.space().then(({ free }) => free);
    }
    if ((await this.#free) < this.#bytes) throw new IsocenterError('store/full', { what: 'the archive' });
  }
}
