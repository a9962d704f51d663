/**
 * A first-in first-out queue with a limit. `push` resolves when there is room, so a fast producer waits for a slow
 * consumer; iterating ends when the queue was closed and drained, and throws what it was failed with.
 */
export class BoundedQueue<T> implements AsyncIterable<T> {
  readonly #items: T[] = [];
  readonly #limit: number;
  readonly #waitingForRoom: (() => void)[] = [];
  readonly #waitingForItem: (() => void)[] = [];
  #closed = false;
  #failure: { reason: unknown } | undefined;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#items.length;
  }

  async push(item: T): Promise<void> {
    while (this.#items.length >= this.#limit && !this.#closed) {
      await new Promise<void>((resolve) => this.#waitingForRoom.push(resolve));
    }
    if (this.#failure) throw this.#failure.reason;
    if (this.#closed) throw new Error('push on a closed queue');
    this.#items.push(item);
    this.#waitingForItem.shift()?.();
  }

  close(): void {
    this.#closed = true;
    this.#wakeAll();
  }

  fail(reason: unknown): void {
    this.#failure ??= { reason };
    this.close();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<T> {
    for (;;) {
      if (this.#items.length > 0) {
        const item = this.#items.shift() as T;
        this.#waitingForRoom.shift()?.();
        yield item;
      } else if (this.#failure) {
        throw this.#failure.reason;
      } else if (this.#closed) {
        return;
      } else {
        await new Promise<void>((resolve) => this.#waitingForItem.push(resolve));
      }
    }
  }

  #wakeAll(): void {
    for (const wake of [...this.#waitingForRoom.splice(0), ...this.#waitingForItem.splice(0)]) wake();
  }
}
