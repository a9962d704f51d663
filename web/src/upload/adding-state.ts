/** How far adding is, for whoever shows it. */
import type { FileResult } from './outcomes.ts';
import { Rate } from './rate.ts';

export interface AddingState {
  readonly phase: 'idle' | 'looking' | 'sending' | 'paused' | 'done';
  /** Why it waits: the server is away, its disk is full, nobody is logged in any more. */
  readonly trouble?: 'away' | 'full' | 'session' | undefined;
  readonly files: number;
  readonly doneFiles: number;
  readonly bytes: number;
  readonly sentBytes: number;
  readonly bytesEachSecond?: number | undefined;
  readonly results: readonly FileResult[];
  /** Files that were not sent because somebody wanted no more. */
  readonly givenUp: number;
}

const nothing: AddingState = {
  ...{ phase: 'idle', trouble: undefined, files: 0, doneFiles: 0, bytes: 0, sentBytes: 0 },
  ...{ bytesEachSecond: undefined, results: [], givenUp: 0 },
};

/** Who looks is told no more often, milliseconds. */
const tellingMs = 100;

/** Tells of another phase at once, of counts a few times a second: ten thousand files are no ten thousand pictures of the page. */
class Told {
  #state = nothing;
  #results: FileResult[] = [];
  #rate = new Rate();
  #telling: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly get = (): AddingState => this.#state;

  get isBusy(): boolean {
    return this.#state.phase !== 'idle' && this.#state.phase !== 'done';
  }

  begin(): void {
    this.#results = [];
    this.#rate = new Rate();
    this.change(nothing);
  }

  change(change: Partial<Omit<AddingState, 'results'>>): void {
    const isUrgent = change.phase !== undefined && change.phase !== this.#state.phase;
    this.#state = { ...this.#state, ...change };
    if (isUrgent) this.#tell();
    else this.#telling ??= setTimeout(() => this.#tell(), tellingMs);
  }

  add(count: 'files' | 'doneFiles' | 'bytes' | 'givenUp', by: number): void {
    this.change({ [count]: this.#state[count] + by });
  }

  became(results: readonly FileResult[]): void {
    this.#results.push(...results);
  }

  /** Files that are to be sent again have not become anything yet. */
  takeBackFailures(paths: ReadonlySet<string>): void {
    this.#results = this.#results.filter(({ outcome, path }) => outcome !== 'failed' || !paths.has(path));
  }

  sent(sentBytes: number): void {
    this.#rate.add(sentBytes, performance.now());
    this.change({ sentBytes, bytesEachSecond: this.#rate.bytesEachSecond });
  }

  /** Nothing goes on: what was before says nothing of how fast it goes afterwards. */
  stand(change: Pick<AddingState, 'phase' | 'trouble'>): void {
    this.#rate = new Rate();
    this.change({ ...change, bytesEachSecond: undefined });
  }

  #tell(): void {
    clearTimeout(this.#telling);
    this.#telling = undefined;
    this.#state = { ...this.#state, results: [...this.#results] };
    for (const listener of this.#listeners) listener();
  }
}

/** The one of this page. What adds is loaded when somebody adds something. */
export const told = new Told();
