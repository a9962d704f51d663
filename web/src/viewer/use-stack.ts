/** A series in an element of the page: loads what is to be known, opens the view, and closes it. */
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { textIn } from '../api/dicom-web.ts';
import { sessionEnded } from '../api/session.ts';
import type { Engine } from './engine/engine.ts';
import type { SeriesImages } from './engine/series-images.ts';
import type { StackState } from './engine/stack-state.ts';
import { StackView } from './engine/stack-view.ts';
import { tags } from './engine/tags.ts';
import { firstShown } from './workspace/hanging.ts';

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
  /** Under which the view remembers how it was left. */
  readonly memory: string;
  /** Goes before that: an instance by its UID, and which of its frames, from 0. */
  readonly instance?: { readonly uid: string; readonly frame: number } | undefined;
}

export function useStack(
  engine: Engine,
  element: HTMLDivElement | null,
  { study, series, image, memory, instance }: Wanted,
): OpenStack {
  const [open, setOpen] = useState<Omit<OpenStack, 'retry'>>({});
  const [attempt, setAttempt] = useState(0);
  const target = useLastAsked(instance);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the image counts as the series is opened; an attempt opens it again
  useEffect(() => {
    if (!element) return;
    const opening = new Opening(engine, element, { study, series, image, memory, instance: target }, setOpen);
    return () => opening.close();
  }, [engine, element, study, series, memory, target, attempt]);
  return { ...open, retry: useCallback(() => setAttempt((count) => count + 1), []) };
}

/** The address names the image by its number once it is seen: that opens nothing again. */
function useLastAsked(instance: Wanted['instance']): Wanted['instance'] {
  const [asked, setAsked] = useState(instance);
  if (!instance || (instance.uid === asked?.uid && instance.frame === asked.frame)) return asked;
  setAsked(instance);
  return instance;
}

/** Of a frame among all images; undefined where it is not there. */
function indexOf({ instances }: SeriesImages, wanted: Wanted['instance']): number | undefined {
  const first = instances.findIndex((each) => textIn(each, tags.SOPInstanceUID) === wanted?.uid);
  if (!wanted || first < 0) return undefined;
  const index = first + wanted.frame;
  return instances[index] === instances[first] ? index : first;
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
        const index =
          indexOf(images, wanted.instance) ?? wanted.image ?? firstShown(images.ids.length, isOne);
        this.#view = new StackView(engine, element, images, { index, memory: wanted.memory });
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
