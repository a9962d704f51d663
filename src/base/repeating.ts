import { asIsocenterError, type IsocenterError } from './errors.ts';

export interface RepeatingParts {
  /** One round. It should look at the signal where it takes long. */
  readonly work: (signal: AbortSignal) => Promise<void>;
  /** From the end of a round to the next one, milliseconds. */
  readonly everyMs: number;
  /** The first of several rounds in a row that failed. */
  readonly onFailing: (error: IsocenterError) => void;
  /** The first round that went well after some that failed. */
  readonly onWorking?: () => void;
}

/** Work in the background that is done again and again, one round after the other, also when one of them fails. */
export class Repeating {
  readonly #parts: RepeatingParts;
  readonly #stopped = new AbortController();
  #running: Promise<void> | undefined;

  constructor(parts: RepeatingParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Resolves when the round that is under way is over. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { work, everyMs, onFailing, onWorking } = this.#parts;
    const { signal } = this.#stopped;
    let isFailing = false;
    while (!signal.aborted) {
      try {
        await work(signal);
        if (isFailing) onWorking?.();
        isFailing = false;
      } catch (error) {
        if (!isFailing && !signal.aborted) onFailing(asIsocenterError(error));
        isFailing = true;
      }
      await pause(everyMs, signal);
    }
  }
}

/** Resolves after so many milliseconds, or when the signal is aborted. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    if (signal.aborted) done();
    else signal.addEventListener('abort', done, { once: true });
  });
}
