import type { StoredInstance } from '../archive/index.ts';
import type { Clock } from '../base/index.ts';
import type { SentInstance } from './sent-instance.ts';

/** Who says no at once, such as a machine without the program, may be asked again at once, ms. */
const SLOW_MS = 1_000;
/** How long a node that kept us waiting for nothing is left alone, ms. */
const REST_MS = 30_000;
/** How long one may find out whether it answers again before another may, ms: longer than it takes to find nobody there. */
const PROBE_MS = 150_000;

interface Silence {
  /** How an instance fared that was sent there. */
  readonly failed: SentInstance;
  /** Monotonic, ms. */
  readonly until: number;
}

type Pages = AsyncIterable<readonly StoredInstance[]>;

/**
 * Nodes that kept us waiting for nothing a moment ago. A thousand studies that wait for a node that is down would each take a
 * time-out, and what goes to other nodes would wait behind them: here one finds out, and the others fail at once.
 */
export class SilentNodes {
  readonly #clock: Clock;
  readonly #silent = new Map<string, Silence>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @param send what sends to the node of this name */
  async *sendUnlessSilent(
    name: string,
    pages: Pages,
    send: (pages: Pages) => AsyncGenerator<SentInstance, undefined, void>,
  ): AsyncGenerator<SentInstance, undefined, void> {
    const began = this.#clock.monotonic();
    const silence = this.#silent.get(name);
    if (silence && began < silence.until) {
      for await (const page of pages)
        for (const { sopInstanceUid } of page) yield { ...silence.failed, sopInstanceUid };
      return undefined;
    }
    const probe = silence && { ...silence, until: began + PROBE_MS };
    if (probe) this.#silent.set(name, probe);
    try {
      for await (const sent of send(pages)) {
        const now = this.#clock.monotonic();
        if (!sent.hasNoAnswer) this.#silent.delete(name);
        else if (now - began >= SLOW_MS) this.#silent.set(name, { failed: sent, until: now + REST_MS });
        yield sent;
      }
    } finally {
      // It says no at once by now, or nobody waited for it to answer: the old silence is over.
      if (probe && this.#silent.get(name) === probe) this.#silent.delete(name);
    }
    return undefined;
  }

  /** It answers, or is another node by now. */
  forget(name: string): void {
    this.#silent.delete(name);
  }
}
