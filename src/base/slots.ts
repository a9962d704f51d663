import { type ErrorCode, IsocenterError } from './errors.ts';

/** Lets a number of tasks run at once; the others wait in the order they came, and not too many of them. */
export class Slots {
  readonly #waitingLimit: number;
  readonly #busy: ErrorCode;
  readonly #waiting: (() => void)[] = [];
  #free: number;

  /** @param busy the error when too many wait. */
  constructor(slots: number, waitingLimit: number, busy: ErrorCode) {
    this.#free = slots;
    this.#waitingLimit = waitingLimit;
    this.#busy = busy;
  }

  /** Runs when it is its turn. Too many wait: the error for that; no longer wanted before its turn: `cancelled`. */
  async run<Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    await this.#take(signal);
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    }
  }

  async #take(signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted) throw new IsocenterError('cancelled');
    if (this.#free > 0) {
      this.#free--;
      return;
    }
    if (this.#waiting.length >= this.#waitingLimit) throw new IsocenterError(this.#busy);
    await new Promise<void>((resolve, reject) => {
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(turn), 1);
        reject(new IsocenterError('cancelled'));
      };
      const turn = () => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      this.#waiting.push(turn);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }
}
