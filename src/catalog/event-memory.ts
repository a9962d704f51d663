import { createHash } from 'node:crypto';

/** What is known, and as of which event. */
export interface Remembered<T> {
  readonly event: number;
  readonly answer: T;
}

/**
 * Answers that are remembered for as long as nothing happens: whatever changes what queries find is an event, also one of
 * another process. The least recently used go first.
 */
export class EventMemory<T> {
  readonly #lastEventSeq: () => Promise<number>;
  readonly #maximum: number;
  readonly #sizeOf: (answer: T) => number;
  /** The least recently used first. */
  readonly #known = new Map<string, Remembered<T>>();
  /** Questions whose answers are being found. */
  readonly #finding = new Map<string, Promise<unknown>>();
  #size = 0;

  /**
   * @param maximum size of all answers together that are remembered.
   * @param sizeOf the size of one; without it, they are counted.
   */
  constructor(lastEventSeq: () => Promise<number>, maximum: number, sizeOf: (answer: T) => number = () => 1) {
    this.#lastEventSeq = lastEventSeq;
    this.#maximum = maximum;
    this.#sizeOf = sizeOf;
  }

  /**
   * What `find` answers. Who asks while somebody else's answer to the same is being found waits for it.
   * @param question all that decides the answer, as JSON can say it. A scope may have thousands of rules, so it is kept as a hash.
   * @param find is given what was known before something happened, and the event as of which its answer will be remembered.
   */
  async of(
    question: unknown,
    find: (before: Remembered<T> | undefined, event: number) => Promise<T>,
  ): Promise<T> {
    const key = createHash('sha256').update(JSON.stringify(question)).digest('base64');
    for (;;) {
      // Asked for before the answer: what happens meanwhile makes it old.
      const event = await this.#lastEventSeq();
      const before = this.#known.get(key);
      if (before?.event === event) return this.#remember(key, before);
      const finding = this.#finding.get(key);
      if (!finding) return await this.#find(key, event, find(before, event));
      // When it fails, who asked for it is told; it is tried again.
      await finding.catch(() => {});
    }
  }

  async #find(key: string, event: number, finding: Promise<T>): Promise<T> {
    this.#finding.set(key, finding);
    try {
      return this.#remember(key, { event, answer: await finding });
    } finally {
      this.#finding.delete(key);
    }
  }

  #remember(key: string, known: Remembered<T>): T {
    this.#forget(key);
    this.#known.set(key, known);
    this.#size += this.#sizeOf(known.answer);
    while (this.#size > this.#maximum) this.#forget(this.#known.keys().next().value!);
    return known.answer;
  }

  #forget(key: string): void {
    const known = this.#known.get(key);
    if (!known) return;
    this.#known.delete(key);
    this.#size -= this.#sizeOf(known.answer);
  }
}
