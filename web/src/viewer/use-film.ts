import { useEffect, useState } from 'react';
import { frameRateOf, frameRates } from './engine/frame-rate.ts';
import type { StackView } from './engine/stack-view.ts';

export interface Film {
  readonly isPlaying: boolean;
  /** Images in a second. */
  readonly rate: number;
  readonly toggle: () => void;
  readonly setRate: (rate: number) => void;
}

/** Shows image after image, and begins again. It waits for images that are not there yet: none is left out. */
export function useFilm(view: StackView | undefined): Film {
  const [isPlaying, setPlaying] = useState(false);
  const [rate, setRate] = useState<number>(frameRates.usual);
  useEffect(() => {
    setPlaying(false);
    const [first] = view?.images.instances ?? [];
    if (first) setRate(frameRateOf(first));
  }, [view]);
  useEffect(() => {
    if (!view || !isPlaying) return;
    return play(view, rate);
  }, [view, isPlaying, rate]);
  return { isPlaying, rate, toggle: () => setPlaying((before) => !before), setRate };
}

/** Until what it returns is called. */
function play(view: StackView, rate: number): () => void {
  let due = performance.now();
  const step = (now: number) => {
    frame = requestAnimationFrame(step);
    const { shown, wanted, failure } = view.get();
    if (now < due || (shown !== wanted && !failure)) return;
    due = Math.max(due + 1_000 / rate, now);
    view.goTo((wanted + 1) % view.images.ids.length);
  };
  let frame = requestAnimationFrame(step);
  return () => cancelAnimationFrame(frame);
}
