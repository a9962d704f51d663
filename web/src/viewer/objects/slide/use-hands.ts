/** What hands do to a slide: drag, wheel, pinch, keys. */
import { useHotkeys } from '@mantine/hooks';
import { type PointerEvent, useEffect, useRef } from 'react';
import { type Screen, zoomed } from './looking.ts';
import type { Slide } from './use-slide.ts';

const KEY_SHARE = 0.2;
const STEP = 1.5;
/** Pixels of a wheel for which it is twice as near. */
const WHEEL_PIXELS = 400;

interface Point {
  readonly x: number;
  readonly y: number;
}

export function useHands(element: HTMLElement | null, slide: Slide, screen: Screen) {
  const fingers = useRef(new Map<number, Point>());
  const { move } = slide;
  const pan = (dx: number, dy: number) =>
    move((look) => ({ ...look, x: look.x - dx / look.scale, y: look.y - dy / look.scale }));
  const zoom = (factor: number, at: Point = { x: screen.width / 2, y: screen.height / 2 }) =>
    move((look) => zoomed(look, factor, at, screen));
  useWheel(element, (pixels, at) => zoom(2 ** (-pixels / WHEEL_PIXELS), at));
  const step = (x: number, y: number) => () =>
    pan(-x * KEY_SHARE * screen.width, -y * KEY_SHARE * screen.height);
  useHotkeys([
    ['ArrowLeft', step(-1, 0)],
    ['ArrowRight', step(1, 0)],
    ['ArrowUp', step(0, -1)],
    ['ArrowDown', step(0, 1)],
    ['=', () => zoom(STEP)],
    ['[plus]', () => zoom(STEP)],
    ['-', () => zoom(1 / STEP)],
    ['F', slide.fit],
    ['R', slide.fit],
  ]);
  return {
    zoomIn: () => zoom(STEP),
    zoomOut: () => zoom(1 / STEP),
    pointers: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        fingers.current.set(event.pointerId, pointOf(event));
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        const before = fingers.current.get(event.pointerId);
        if (!before) return;
        const now = pointOf(event);
        const [other] = [...fingers.current]
          .filter(([id]) => id !== event.pointerId)
          .map(([, point]) => point);
        if (other) zoom(distance(now, other) / Math.max(1, distance(before, other)), other);
        else pan(now.x - before.x, now.y - before.y);
        fingers.current.set(event.pointerId, now);
      },
      onPointerUp: (event: PointerEvent<HTMLElement>) => void fingers.current.delete(event.pointerId),
      onPointerCancel: (event: PointerEvent<HTMLElement>) => void fingers.current.delete(event.pointerId),
    },
  };
}

/** React listens to wheels passively: it could not keep the page still. */
function useWheel(element: HTMLElement | null, turn: (pixels: number, at: Point) => void): void {
  const latest = useRef(turn);
  latest.current = turn;
  useEffect(() => {
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const { left, top } = element.getBoundingClientRect();
      latest.current(event.deltaY, { x: event.clientX - left, y: event.clientY - top });
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [element]);
}

function pointOf({ currentTarget, clientX, clientY }: PointerEvent<HTMLElement>): Point {
  const { left, top } = currentTarget.getBoundingClientRect();
  return { x: clientX - left, y: clientY - top };
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
