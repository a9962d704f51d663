/** The scale of a timeline as Ctrl and the wheel or two fingers change it: seen at once, told when the hand rests. */
import { type RefObject, useEffect, useRef, useState } from 'react';

const mostZoom = 60;
/** How long a wheel has rested when it is done, milliseconds. */
const restMs = 150;

/** 1 shows everything at once. */
export const leastZoom = 1;
export const zoomWithin = (wanted: number): number => Math.min(mostZoom, Math.max(leastZoom, wanted));
export const isMostZoom = (zoom: number): boolean => zoom >= mostZoom;

/** @returns the scale that is shown: that of the hand until `zoom` is what it came to */
export function useGestureZoom(
  view: RefObject<HTMLElement | null>,
  zoom: number,
  onZoom: (zoom: number) => void,
): number {
  const [held, setHeld] = useState<number>();
  const shown = held ?? zoom;
  const latest = useRef({ shown, onZoom });
  latest.current = { shown, onZoom };
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is let go when there is another scale, whoever set it
  useEffect(() => setHeld(undefined), [zoom]);
  useEffect(() => {
    const element = view.current;
    if (!element) return;
    const listening = new AbortController();
    const { signal } = listening;
    const hold = (wanted: number) => {
      // More may come before React shows it.
      latest.current.shown = zoomWithin(wanted);
      setHeld(latest.current.shown);
    };
    const done = () => latest.current.onZoom(latest.current.shown);
    let resting: ReturnType<typeof setTimeout> | undefined;
    // A pinch on a touchpad arrives as a wheel with Ctrl.
    const turn = (event: WheelEvent) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      hold(latest.current.shown * Math.exp(-event.deltaY / 200));
      clearTimeout(resting);
      resting = setTimeout(done, restMs);
    };
    let pinch: { readonly from: number; readonly zoom: number } | undefined;
    const down = ({ touches }: TouchEvent) => {
      const from = distanceOf(touches);
      pinch = from === undefined ? undefined : { from, zoom: latest.current.shown };
    };
    const move = (event: TouchEvent) => {
      const distance = distanceOf(event.touches);
      if (!pinch || distance === undefined) return;
      event.preventDefault();
      hold((pinch.zoom * distance) / pinch.from);
    };
    const up = () => {
      if (pinch) done();
      pinch = undefined;
    };
    // React's own listeners cannot keep the page from being zoomed.
    element.addEventListener('wheel', turn, { signal, passive: false });
    element.addEventListener('touchstart', down, { signal, passive: true });
    element.addEventListener('touchmove', move, { signal, passive: false });
    element.addEventListener('touchend', up, { signal });
    element.addEventListener('touchcancel', up, { signal });
    return () => {
      clearTimeout(resting);
      listening.abort();
    };
  }, [view]);
  return shown;
}

/** Between two fingers; undefined for any other number of them. */
function distanceOf(touches: TouchList): number | undefined {
  const [one, other] = touches;
  if (!one || !other || touches.length !== 2) return undefined;
  return Math.max(1, Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY));
}
