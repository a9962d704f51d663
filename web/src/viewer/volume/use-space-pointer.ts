import { type PointerEvent, useEffect, useMemo, useRef } from 'react';
import { useFingers } from '../use-fingers.ts';
import type { RenderingView } from './rendering-view.ts';

const ZOOM_PER_PIXEL = 1.005;

/** The left button and a finger turn, the middle button and two fingers move, the right one, two fingers and the wheel zoom. */
export function useSpacePointer(element: HTMLElement | null, view: RenderingView) {
  const held = useRef<{ button: number; x: number; y: number } | undefined>(undefined);
  const fingers = useMemo(
    () => ({
      drag: (x: number, y: number) => view.roll(x, y),
      pan: (x: number, y: number) => view.pan(x, y),
      zoomBy: (factor: number) => view.zoomBy(factor),
    }),
    [view],
  );
  useFingers(element, fingers, false);
  useEffect(() => {
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      view.zoomBy(ZOOM_PER_PIXEL ** -event.deltaY);
    };
    // React's own listeners for the wheel cannot keep the page from scrolling.
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [element, view]);
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      event.preventDefault();
      event.currentTarget.setPointerCapture(event.pointerId);
      if (event.pointerType === 'touch') return;
      held.current = { button: event.button, x: event.clientX, y: event.clientY };
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const before = held.current;
      if (!before || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
      const [x, y] = [event.clientX - before.x, event.clientY - before.y];
      held.current = { ...before, x: event.clientX, y: event.clientY };
      if (before.button === 1) view.pan(x, y);
      else if (before.button === 2) view.zoomBy(ZOOM_PER_PIXEL ** -y);
      else view.roll(x, y);
    },
    onPointerUp: () => {
      held.current = undefined;
    },
    onContextMenu: (event: { preventDefault(): void }) => event.preventDefault(),
  };
}
