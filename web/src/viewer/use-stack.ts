/** A series in an element of the page: loads what is to be known, opens the view, and closes it. */
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { sessionEnded } from '../api/session.ts';
import type { Engine } from './engine/engine.ts';
import type { SeriesImages } from './engine/series-images.ts';
import type { StackState } from './engine/stack-state.ts';
import { StackView } from './engine/stack-view.ts';
import { firstShown } from './hanging.ts';

export interface OpenStack {
  readonly view?: StackView;
  /** Of a series that was read; it may have no images. */
  readonly images?: SeriesImages;
  /** Why it could not be read. */
  readonly error?: unknown;
  readonly retry: () => void;
}

interface Wanted {
  readonly study: string;
  readonly series: string;
  /** From 0; the most telling one where it is left out. Only as the series is opened. */
  readonly image?: number | undefined;
}

export function useStack(
  engine: Engine,
  element: HTMLDivElement | null,
  { study, series, image }: Wanted,
): OpenStack {
  const [open, setOpen] = useState<Omit<OpenStack, 'retry'>>({});
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the image counts as the series is opened; an attempt opens it again
  useEffect(() => {
    if (!element) return;
    const opening = new Opening(engine, element, { study, series, image }, setOpen);
    return () => opening.close();
  }, [engine, element, study, series, attempt]);
  return { ...open, retry: useCallback(() => setAttempt((count) => count + 1), []) };
}

class Opening {
  #view: StackView | undefined;
  #isClosed = false;

  constructor(
    engine: Engine,
    element: HTMLDivElement,
    wanted: Wanted,
    tell: (open: Omit<OpenStack, 'retry'>) => void,
  ) {
    tell({});
    engine.images(wanted.study, wanted.series).then(
      (images) => {
        if (this.#isClosed) return;
        if (images.ids.length === 0) return tell({ images });
        const isOne = new Set(images.instances).size === 1;
        const index = wanted.image ?? firstShown(images.ids.length, isOne);
        this.#view = new StackView(engine, element, images, index);
        tell({ images, view: this.#view });
      },
      (error: unknown) => {
        if (this.#isClosed) return;
        sessionEnded.notice(error);
        tell({ error });
      },
    );
  }

  close(): void {
    this.#isClosed = true;
    this.#view?.close();
  }
}

/** What is seen now. */
export const useStackState = (view: StackView): StackState => useSyncExternalStore(view.subscribe, view.get);
