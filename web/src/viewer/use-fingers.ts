/** What fingers do to a picture: one drags, two move it and make it larger, around what is between them. */
import { useEffect } from 'react';

export interface FingerActions {
  /** With one finger. @param x @param y pixels of the screen (CSS) */
  drag(x: number, y: number): void;
  pan(x: number, y: number): void;
  /** Around the middle of the element. */
  zoomBy(factor: number): void;
}

type Spot = readonly [x: number, y: number];

/**
 * @param actions stay the same object; undefined while there is no picture
 * @param isDrawing one finger does something else
 */
export function useFingers(
  element: HTMLElement | null,
  actions: FingerActions | undefined,
  isDrawing: boolean,
): void {
  useEffect(() => {
    if (!element || !actions) return;
    const listening = new AbortController();
    const { signal } = listening;
    const fingers = new Map<number, Spot>();
    const onDown = (event: PointerEvent) => {
      if (event.pointerType !== 'touch') return;
      element.setPointerCapture(event.pointerId);
      fingers.set(event.pointerId, spotOf(element, event));
    };
    const onMove = (event: PointerEvent) => {
      const before = fingers.get(event.pointerId);
      if (!before) return;
      const now = spotOf(element, event);
      fingers.set(event.pointerId, now);
      const way: Spot = [now[0] - before[0], now[1] - before[1]];
      const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
      if (other) pinch(actions, before, now, other);
      else if (!isDrawing) actions.drag(...way);
    };
    const onEnd = ({ pointerId }: PointerEvent) => fingers.delete(pointerId);
    element.addEventListener('pointerdown', onDown, { signal });
    element.addEventListener('pointermove', onMove, { signal });
    element.addEventListener('pointerup', onEnd, { signal });
    element.addEventListener('pointercancel', onEnd, { signal });
    // Cornerstone takes one finger for the left button, whatever it was told to do with it.
    element.addEventListener('touchstart', (event) => event.stopImmediatePropagation(), {
      ...{ signal, capture: true, passive: true },
    });
    return () => listening.abort();
  }, [element, actions, isDrawing]);
}

/** One of two fingers moved: what is between them stays between them. */
function pinch({ pan, zoomBy }: FingerActions, before: Spot, now: Spot, other: Spot): void {
  const factor = distance(now, other) / Math.max(1, distance(before, other));
  zoomBy(factor);
  const [from, to] = [between(before, other), between(now, other)];
  pan(to[0] - from[0] * factor, to[1] - from[1] * factor);
}

const distance = (a: Spot, b: Spot): number => Math.hypot(a[0] - b[0], a[1] - b[1]);
const between = (a: Spot, b: Spot): Spot => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];

/** From the middle of the element. */
function spotOf(element: HTMLElement, { clientX, clientY }: PointerEvent): Spot {
  const { left, top, width, height } = element.getBoundingClientRect();
  return [clientX - left - width / 2, clientY - top - height / 2];
}
