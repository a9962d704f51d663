import { useEffect, useMemo, useState } from 'react';
import { frameRates } from './engine/frame-rate.ts';
import { type Reel, reelOf } from './reel.ts';
import type { ViewControls } from './view-controls.ts';

export interface Film {
  /** How many there are to be played; one is no film. */
  readonly count: number;
  readonly isPlaying: boolean;
  /** Images in a second. */
  readonly rate: number;
  readonly toggle: () => void;
  readonly setRate: (rate: number) => void;
}

/** Shows one after the other, and begins again. It waits for those that are not there yet: none is left out. */
export function useFilm(view: ViewControls | undefined): Film {
  const reel = useMemo(() => reelOf(view), [view]);
  const [isPlaying, setPlaying] = useState(false);
  const [rate, setRate] = useState<number>(frameRates.usual);
  useEffect(() => {
    setPlaying(false);
    if (reel) setRate(reel.rate);
  }, [reel]);
  useEffect(() => {
    if (!reel || !isPlaying) return;
    return play(reel, rate);
  }, [reel, isPlaying, rate]);
  const toggle = () => setPlaying((before) => !before);
  return { count: reel?.count ?? 0, isPlaying, rate, toggle, setRate };
}

/** Until what it returns is called. */
function play(reel: Reel, rate: number): () => void {
  let due = performance.now();
  const step = (now: number) => {
    frame = requestAnimationFrame(step);
    const { index, isThere } = reel.now();
    if (now < due || !isThere) return;
    due = Math.max(due + 1_000 / rate, now);
    reel.goTo((index + 1) % reel.count);
  };
  let frame = requestAnimationFrame(step);
  return () => cancelAnimationFrame(frame);
}
