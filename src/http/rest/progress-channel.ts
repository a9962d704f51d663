import type { Progress } from '../../contract/index.ts';

interface Counts {
  readonly remaining: number | undefined;
  readonly completed: number;
  readonly failed: number;
  readonly warning: number;
}

/** Turns progress that is told by calls into items of a stream. Only the latest one waits: nothing piles up. */
export class ProgressChannel {
  #latest: Progress | undefined;
  #wake: () => void = () => {};

  tell({ remaining, completed, failed, warning }: Counts): void {
    const done = completed + failed + warning;
    this.#latest = {
      kind: 'progress',
      done,
      ...(remaining === undefined ? {} : { total: done + remaining }),
    };
    this.#wake();
  }

  /** Yields what is told while the work runs; returns its result. */
  async *during<T>(work: Promise<T>): AsyncGenerator<Progress, T, void> {
    let isDone = false;
    const finished = work.finally(() => {
      isDone = true;
      this.#wake();
    });
    finished.catch(() => {});
    while (!isDone) {
      if (this.#latest) {
        const told = this.#latest;
        this.#latest = undefined;
        yield told;
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
    return await finished;
  }
}
