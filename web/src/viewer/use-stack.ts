/** The images of a series in an element of the page: opens the view, and closes it. */
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { textIn } from '../api/dicom-web.ts';
import type { Engine } from './engine/engine.ts';
import type { SeriesImages } from './engine/series-images.ts';
import type { StackState } from './engine/stack-state.ts';
import type { StackView } from './engine/stack-view.ts';
import { tags } from './engine/tags.ts';
import { firstShown } from './workspace/hanging.ts';

interface WantedImage {
  /** From 0; the most telling one where it is left out. */
  readonly image?: number | undefined;
  /** Goes before that: an instance by its UID, and which of its frames, from 0. */
  readonly instance?: { readonly uid: string; readonly frame: number } | undefined;
}

/** The image, from 0, that is seen first; undefined before the series is read, and where it has none. */
export function useFirstImage(
  images: SeriesImages | undefined,
  { image, instance }: WantedImage,
): number | undefined {
  const target = useLastAsked(instance);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address names whatever image is seen; it counts as the series is opened
  return useMemo(() => images && firstOf(images, { image, instance: target }), [images, target]);
}

function firstOf(images: SeriesImages, { image, instance }: WantedImage): number | undefined {
  const { length } = images.ids;
  if (length === 0) return undefined;
  const isOne = new Set(images.instances).size === 1;
  return Math.min(indexOf(images, instance) ?? image ?? firstShown(length, isOne), length - 1);
}

/** The address names the image by its number once it is seen: that opens nothing again. */
function useLastAsked(instance: WantedImage['instance']): WantedImage['instance'] {
  const [asked, setAsked] = useState(instance);
  if (!instance || (instance.uid === asked?.uid && instance.frame === asked.frame)) return asked;
  setAsked(instance);
  return instance;
}

/** Of a frame among all images; undefined where it is not there. */
function indexOf({ instances }: SeriesImages, wanted: WantedImage['instance']): number | undefined {
  const first = instances.findIndex((each) => textIn(each, tags.SOPInstanceUID) === wanted?.uid);
  if (!wanted || first < 0) return undefined;
  const index = first + wanted.frame;
  return instances[index] === instances[first] ? index : first;
}

interface StackPlace {
  /** Undefined as long as nothing is to be drawn. */
  readonly engine: Engine | undefined;
  readonly element: HTMLDivElement | null;
  readonly images: SeriesImages | undefined;
  /** The image, from 0, that is seen first. */
  readonly index: number | undefined;
  /** Under which the view remembers how it was left. */
  readonly memory: string;
}

export function useStack({ engine, element, images, index, memory }: StackPlace): StackView | undefined {
  const [view, setView] = useState<StackView>();
  useEffect(() => {
    if (!engine || !element || !images || index === undefined) return;
    const opened = engine.openStack(element, images, { index, memory });
    setView(opened);
    return () => {
      setView(undefined);
      opened.close();
    };
  }, [engine, element, images, index, memory]);
  return view;
}

/** What is seen now. */
export const useStackState = (view: StackView): StackState => useSyncExternalStore(view.subscribe, view.get);
