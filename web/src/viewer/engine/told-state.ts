/** What is seen in a view, told to the parts of the page that show it. */
export class ToldState<State> {
  readonly #read: () => State;
  readonly #listeners = new Set<() => void>();
  #state: State | undefined;
  #frame = 0;
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

  close(): void {
    this.#isClosed = true;
    cancelAnimationFrame(this.#frame);
  }
}
