/** What the panes of a viewer share when something is marked: the marks, and the tool to make more. */
import { createContext, useContext, useSyncExternalStore } from 'react';
import { MarkStore, type MarksState } from './marks.ts';
import type { MeasurementKind } from './measurement.ts';

export interface Marking {
  readonly store: MarkStore;
  /** What the left button draws; undefined while it does something else. */
  readonly kind: MeasurementKind | undefined;
}

const context = createContext<Marking>({ store: new MarkStore(), kind: undefined });

export const MarkingProvider = context.Provider;
export const useMarking = (): Marking => useContext(context);
export const useMarks = (store: MarkStore): MarksState => useSyncExternalStore(store.subscribe, store.get);
