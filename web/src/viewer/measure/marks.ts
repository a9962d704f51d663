/** Everything that was marked in a study, and what was done to it, to be undone. */
import type { ImageReference, Measurement } from './measurement.ts';
import { isSameImage } from './measurement.ts';

export interface Marks {
  readonly measurements: readonly Measurement[];
  /** Images that somebody wants to find again. */
  readonly keyImages: readonly ImageReference[];
}

export const noMarks: Marks = { measurements: [], keyImages: [] };

export interface MarksState {
  readonly marks: Marks;
  /** As they are kept on the server. */
  readonly kept: Marks;
  /** UID of the measurement that keys act on. */
  readonly selected?: string | undefined;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

/** Whether something could be kept that is not. */
export const isChanged = ({ marks, kept }: Pick<MarksState, 'marks' | 'kept'>): boolean =>
  marks.measurements !== kept.measurements || marks.keyImages !== kept.keyImages;

/** Steps back; older ones are forgotten. */
const MAX_UNDO = 200;
/** Measurements of a study; a reader makes a handful. */
export const MAX_MEASUREMENTS = 2_000;

export class MarkStore {
  #state: MarksState = {
    marks: noMarks,
    kept: noMarks,
    canUndo: false,
    canRedo: false,
  };
  #undo: Marks[] = [];
  #redo: Marks[] = [];
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Stays the same object until something is different. */
  readonly get = (): MarksState => this.#state;

  /** As they are kept: what was done before cannot be undone. */
  open(kept: Marks): void {
    [this.#undo, this.#redo] = [[], []];
    this.#set({ marks: kept, kept, selected: undefined });
  }

  /** @param mine what was sent to be kept @param kept what is there now: with what others have added */
  keep(mine: Marks, kept: Marks): void {
    const { marks } = this.#state;
    const sent = new Set(mine.measurements.map(({ uid }) => uid));
    const added = kept.measurements.filter(({ uid }) => !sent.has(uid));
    const more = { ...marks, measurements: [...marks.measurements, ...added] };
    this.#set({ marks: marks === mine ? kept : more, kept });
  }

  put(measurement: Measurement): void {
    this.#change({ measurements: withOne(this.#state.marks.measurements, measurement) });
    this.select(measurement.uid);
  }

  remove(removed: string): void {
    const { measurements } = this.#state.marks;
    this.#change({ measurements: measurements.filter(({ uid }) => uid !== removed) });
  }

  toggleKeyImage(image: ImageReference): void {
    const { keyImages } = this.#state.marks;
    const others = keyImages.filter((each) => !isSameImage(each, image));
    this.#change({ keyImages: others.length < keyImages.length ? others : [...keyImages, image] });
  }

  select(selected: string | undefined): void {
    if (selected !== this.#state.selected) this.#set({ selected });
  }

  undo(): void {
    const before = this.#undo.pop();
    if (!before) return;
    this.#redo.push(this.#state.marks);
    this.#set({ marks: before });
  }

  redo(): void {
    const after = this.#redo.pop();
    if (!after) return;
    this.#undo.push(this.#state.marks);
    this.#set({ marks: after });
  }

  #change(change: Partial<Marks>): void {
    this.#undo = [...this.#undo.slice(1 - MAX_UNDO), this.#state.marks];
    this.#redo = [];
    this.#set({ marks: { ...this.#state.marks, ...change } });
  }

  #set(change: Partial<MarksState>): void {
    const next = { ...this.#state, ...change };
    const isThere = next.marks.measurements.some(({ uid }) => uid === next.selected);
    this.#state = {
      ...next,
      selected: isThere ? next.selected : undefined,
      canUndo: this.#undo.length > 0,
      canRedo: this.#redo.length > 0,
    };
    for (const listener of this.#listeners) listener();
  }
}

/** In the place of the one with its UID, or behind all. */
function withOne(all: readonly Measurement[], one: Measurement): readonly Measurement[] {
  const at = all.findIndex(({ uid }) => uid === one.uid);
  if (at >= 0) return all.with(at, one);
  return all.length >= MAX_MEASUREMENTS ? all : [...all, one];
}
