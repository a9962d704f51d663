/** Who wants to know when a job of this process changes. */
export class JobChanges {
  readonly #followers = new Set<(id: string) => void>();

  tell(...ids: readonly string[]): void {
    for (const id of ids) for (const follower of this.#followers) follower(id);
  }

  /**
   * The ids of jobs that changed, until the signal is aborted. Of one that changes while the last is looked at, the last change
   * counts: nothing piles up but one id for each job.
   */
  async *follow(signal: AbortSignal): AsyncGenerator<string, void, void> {
    const changed = new Set<string>();
    let wake = (): void => {};
    const onChange = (id: string): void => {
      changed.add(id);
      wake();
    };
    const onAbort = (): void => wake();
    this.#followers.add(onChange);
    signal.addEventListener('abort', onAbort);
    try {
      while (!signal.aborted) {
        const [next] = changed;
        if (next === undefined) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          continue;
        }
        changed.delete(next);
        yield next;
      }
    } finally {
      this.#followers.delete(onChange);
      signal.removeEventListener('abort', onAbort);
    }
  }
}
