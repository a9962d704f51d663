import { createHash } from 'node:crypto';

/**
 * Answers that are remembered for as long as nothing happens: whatever changes what queries find is an event, also one of
 * another process. The least recently used go first.
 */
export class EventMemory<T> {
  readonly #lastEventSeq: () => Promise<number>;
  readonly #maximum: number;
  /** The least recently used first. */
  readonly #known = new Map<string, { readonly event: number; readonly answer: T }>();

  /** @param maximum answers that are remembered. */
  constructor(lastEventSeq: () => Promise<number>, maximum: number) {
    this.#lastEventSeq = lastEventSeq;
    this.#maximum = maximum;
  }

  /**
   * What `find` answers.
   * @param question all that decides the answer, as JSON can say it. A scope may have thousands of rules, so it is kept as a hash.
   */
  async of(question: unknown, find: () => Promise<T>): Promise<T> {
    const key = createHash('sha256').update(JSON.stringify(question)).digest('base64');
    // Asked for before the answer: what happens meanwhile makes it old.
    const event = await this.#lastEventSeq();
    const before = this.#known.get(key);
    const answer = before?.event === event ? before.answer : await find();
    this.#known.delete(key);
    this.#known.set(key, { event, answer });
    const [oldest] = this.#known.keys();
    if (this.#known.size > this.#maximum) this.#known.delete(oldest!);
    return answer;
  }
}
