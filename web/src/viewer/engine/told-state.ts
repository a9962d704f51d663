/** What is seen in a view, told to the parts of the page that show it. */

/** Often enough for what only counts up. */
const LATER_MS = 250;

export class ToldState<State> {
  readonly #read: () => State;
  readonly #listeners = new Set<() => void>();
  #state: State | undefined;
  #frame = 0;
  #later: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  /** @param read what is seen now */
  constructor(read: () => State) {
    this.#read = read;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Stays the same object until something is different. */
  readonly get = (): State => {
    this.#state ??= this.#read();
    return this.#state;
  };

  /** Something is different. Told once for everything that happens before the next picture. */
  changed(): void {
    cancelAnimationFrame(this.#frame);
    if (this.#isClosed) return;
    this.#frame = requestAnimationFrame(() => {
      this.#state = this.#read();
      for (const listener of this.#listeners) listener();
    });
  }

  /** Something is different that may be told a little later, with what else there is by then. */
  changedALittle(): void {
    if (this.#isClosed) return;
    this.#later ??= setTimeout(() => {
      this.#later = undefined;
      this.changed();
    }, LATER_MS);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#later);
    cancelAnimationFrame(this.#frame);
  }
}
