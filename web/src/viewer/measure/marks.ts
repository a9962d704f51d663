/** Everything that was marked in a study, and what was done to it, to be undone. */
import type { AnyMeasurement, ImageReference, Measurement, PlaneMeasurement } from './measurement.ts';
import { isSameImage } from './measurement.ts';

export interface Marks {
  readonly measurements: readonly Measurement[];
  /** Images that somebody wants to find again. */
  readonly keyImages: readonly ImageReference[];
}

export interface AllMarks extends Marks {
  /** Nothing keeps these: they are there for as long as the viewer is. */
  readonly inPlanes: readonly PlaneMeasurement[];
}

export const noMarks: Marks = { measurements: [], keyImages: [] };

export interface MarksState {
  readonly marks: AllMarks;
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
    marks: { ...noMarks, inPlanes: [] },
    kept: noMarks,
    canUndo: false,
    canRedo: false,
  };
  #undo: AllMarks[] = [];
  #redo: AllMarks[] = [];
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
    this.#set({ marks: { ...this.#state.marks, ...kept }, kept, selected: undefined });
  }

  /** @param mine what was sent to be kept @param kept what is there now: with what others have added */
  keep(mine: Marks, kept: Marks): void {
    const { marks } = this.#state;
    const sent = new Set(mine.measurements.map(({ uid }) => uid));
    const added = kept.measurements.filter(({ uid }) => !sent.has(uid));
    const more = { ...marks, measurements: [...marks.measurements, ...added] };
    this.#set({ marks: marks === mine ? { ...marks, ...kept } : more, kept });
  }

  put(measurement: AnyMeasurement): void {
    const { measurements, inPlanes } = this.#state.marks;
    this.#change(
      'image' in measurement
        ? { measurements: withOne(measurements, measurement) }
        : { inPlanes: withOne(inPlanes, measurement) },
    );
    this.select(measurement.uid);
  }

  remove(removed: string): void {
    const { measurements, inPlanes } = this.#state.marks;
    const isMeant = ({ uid }: AnyMeasurement) => uid === removed;
    this.#change(
      inPlanes.some(isMeant)
        ? { inPlanes: inPlanes.filter((each) => !isMeant(each)) }
        : { measurements: measurements.filter((each) => !isMeant(each)) },
    );
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

  #change(change: Partial<AllMarks>): void {
    this.#undo = [...this.#undo.slice(1 - MAX_UNDO), this.#state.marks];
    this.#redo = [];
    this.#set({ marks: { ...this.#state.marks, ...change } });
  }

  #set(change: Partial<MarksState>): void {
    const next = { ...this.#state, ...change };
    const { measurements, inPlanes } = next.marks;
    const isThere = [...measurements, ...inPlanes].some(({ uid }) => uid === next.selected);
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
function withOne<One extends { readonly uid: string }>(all: readonly One[], one: One): readonly One[] {
  const at = all.findIndex(({ uid }) => uid === one.uid);
  if (at >= 0) return all.with(at, one);
  return all.length >= MAX_MEASUREMENTS ? all : [...all, one];
}
