import { type PointerEvent, useEffect, useMemo, useRef } from 'react';
import type { EngineToolName } from '../engine/engine.ts';
import { type FingerActions, useFingers } from '../use-fingers.ts';
import type { MprView } from './mpr-view.ts';
import type { Spot } from './plane-viewport.ts';
import type { PlaneName } from './planes.ts';

const PIXELS_PER_STEP = 6;
const PIXELS_PER_NOTCH = 40;
const FAST = 10;
const ZOOM_PER_PIXEL = 1.005;

const buttons: Readonly<Record<number, EngineToolName>> = { 1: 'pan', 2: 'zoom' };

/** What the mouse and fingers do in a pane: the left button as the tool says, the middle one moves, the right one zooms, the wheel and one finger scroll. */
export function usePanePointer(
  element: HTMLElement | null,
  view: MprView,
  plane: PlaneName,
  tool: EngineToolName | undefined,
) {
  const held = useRef<{ tool: EngineToolName | undefined; at: Spot; rest: number } | undefined>(undefined);
  useWheel(element, view, plane);
  const fingers = useMemo(() => fingerActions(view, plane), [view, plane]);
  useFingers(element, fingers, tool === undefined);
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      // The middle button would scroll the page.
      event.preventDefault();
      event.currentTarget.setPointerCapture(event.pointerId);
      if (event.pointerType === 'touch') return;
      held.current = { tool: buttons[event.button] ?? tool, at: [event.clientX, event.clientY], rest: 0 };
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const { left, top } = event.currentTarget.getBoundingClientRect();
      view.pointTo(plane, [event.clientX - left, event.clientY - top]);
      const before = held.current;
      if (!before || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
      const at: Spot = [event.clientX, event.clientY];
      const way: Spot = [at[0] - before.at[0], at[1] - before.at[1]];
      held.current = { ...before, at, rest: drag(view, plane, before.tool, way, before.rest) };
    },
    onPointerUp: () => {
      held.current = undefined;
    },
    onPointerLeave: () => view.pointTo(plane),
    onDoubleClick: (event: { clientX: number; clientY: number; currentTarget: HTMLElement }) => {
      const { left, top } = event.currentTarget.getBoundingClientRect();
      view.moveToSpot(plane, [event.clientX - left, event.clientY - top]);
    },
    onContextMenu: (event: { preventDefault(): void }) => event.preventDefault(),
  };
}

function fingerActions(view: MprView, plane: PlaneName): FingerActions {
  let rest = 0;
  return {
    drag(x, y) {
      rest = drag(view, plane, 'scroll', [x, y], rest);
    },
    pan: (x, y) => view.pan(plane, [x, y]),
    zoomBy: (factor) => view.zoomBy(plane, factor),
  };
}

/** @param rest pixels that made no whole step yet @returns those of now */
function drag(
  view: MprView,
  plane: PlaneName,
  tool: EngineToolName | undefined,
  [x, y]: Spot,
  rest: number,
): number {
  if (tool === 'pan') view.pan(plane, [x, y]);
  if (tool === 'zoom') view.zoomBy(plane, ZOOM_PER_PIXEL ** -y);
  if (tool === 'window') view.changeWindow(x, y);
  if (tool !== 'scroll') return 0;
  const steps = Math.trunc((rest + y) / PIXELS_PER_STEP);
  if (steps !== 0) view.scrollBy(plane, steps);
  return rest + y - steps * PIXELS_PER_STEP;
}

function useWheel(element: HTMLElement | null, view: MprView, plane: PlaneName): void {
  useEffect(() => {
    if (!element) return;
    let rest = 0;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? PIXELS_PER_NOTCH : 1;
      const delta = (event.deltaY || event.deltaX) / unit;
      rest = Math.sign(delta) === Math.sign(rest) ? rest + delta : delta;
      const steps = Math.trunc(rest);
      rest -= steps;
      if (steps !== 0) view.scrollBy(plane, event.shiftKey ? Math.sign(steps) * FAST : steps);
    };
    // React's own listeners for the wheel cannot keep the page from scrolling.
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [element, view, plane]);
}
