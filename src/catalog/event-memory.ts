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
   * What `find` answers.
   * @param question all that decides the answer, as JSON can say it. A scope may have thousands of rules, so it is kept as a hash.
   * @param find is given what was known before something happened.
   */
  async of(question: unknown, find: (before: Remembered<T> | undefined) => Promise<T>): Promise<T> {
    const key = createHash('sha256').update(JSON.stringify(question)).digest('base64');
    // Asked for before the answer: what happens meanwhile makes it old.
    const event = await this.#lastEventSeq();
    const before = this.#known.get(key);
    const answer = before?.event === event ? before.answer : await find(before);
    this.#forget(key);
    this.#known.set(key, { event, answer });
    this.#size += this.#sizeOf(answer);
    while (this.#size > this.#maximum) this.#forget(this.#known.keys().next().value!);
    return answer;
  }

  #forget(key: string): void {
    const known = this.#known.get(key);
    if (!known) return;
    this.#known.delete(key);
    this.#size -= this.#sizeOf(known.answer);
  }
}
