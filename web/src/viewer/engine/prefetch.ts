/** Loads the images around the one that is shown, ahead of who scrolls: as many as fit, a few at a time. */
import { cache, imageLoader } from '@cornerstonejs/core';
import { orderAround } from './order-around.ts';

const AT_ONCE = 4;

export class Prefetch {
  readonly #ids: readonly string[];
  readonly #room: () => number;
  readonly #onFailure: (id: string, error: unknown) => void;
  readonly #tried = new Set<string>();
  #order: number[] = [];
  #running = 0;
  #isClosed = false;

  /** @param room how many images may be in memory, now */
  constructor(ids: readonly string[], room: () => number, onFailure: (id: string, error: unknown) => void) {
    this.#ids = ids;
    this.#room = room;
    this.#onFailure = onFailure;
  }

  /** Looks around another image from now on. */
  around(index: number, direction: 1 | -1): void {
    this.#order = orderAround(index, this.#ids.length, direction, this.#room());
    this.#next();
  }

  /** Lets an image be tried that failed before. */
  retry(id: string): void {
    this.#tried.delete(id);
  }

  close(): void {
    this.#isClosed = true;
  }

  #next(): void {
    while (!this.#isClosed && this.#running < AT_ONCE) {
      const id = this.#wanted();
      if (id === undefined) return;
      this.#tried.add(id);
      this.#running += 1;
      void this.#load(id);
    }
  }

  #wanted(): string | undefined {
    for (let i = this.#order.shift(); i !== undefined; i = this.#order.shift()) {
      const id = this.#ids[i];
      if (id !== undefined && !this.#tried.has(id) && !cache.isLoaded(id)) return id;
    }
    return undefined;
  }

  async #load(id: string): Promise<void> {
    try {
      await imageLoader.loadAndCacheImage(id, { priority: 0, requestType: 'prefetch' });
      // It may be dropped when memory is short, and is wanted again then.
      this.#tried.delete(id);
    } catch (error) {
      this.#onFailure(id, error);
    }
    this.#running -= 1;
    this.#next();
  }
}
