import type { Clock } from '../base/index.ts';
import type { StoreSink } from '../dimse/index.ts';

const SECOND_MS = 1_000;

/** How fast bytes may pass, for all that pass together. */
export class Pace {
  readonly #bytesPerSecond: number;
  readonly #clock: Clock;
  /** When all that passed is paid for, on the monotonic clock. */
  #freeAt = 0;

  constructor(bytesPerSecond: number, clock: Clock) {
    this.#bytesPerSecond = bytesPerSecond;
    this.#clock = clock;
  }

  /** Resolves when as much more may pass. */
  async take(bytes: number): Promise<void> {
    const now = this.#clock.monotonic();
    this.#freeAt = Math.max(this.#freeAt, now) + (bytes / this.#bytesPerSecond) * SECOND_MS;
    const wait = this.#freeAt - now;
    if (wait >= 1) await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

/** A sink that takes no more than the pace allows; the sender waits. */
export function paced(sink: StoreSink, pace: Pace): StoreSink {
  return {
    async write(chunk) {
      const { length } = chunk;
      await sink.write(chunk);
      await pace.take(length);
    },
    end: () => sink.end(),
    abort: (reason) => sink.abort(reason),
  };
}
