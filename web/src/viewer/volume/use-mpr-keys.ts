import { type HotkeyItem, useHotkeys } from '@mantine/hooks';
import type { MprView } from './mpr-view.ts';
import type { PlaneName } from './planes.ts';

const PAGE = 10;
const ZOOM_STEP = 1.25;
const TURN = Math.PI / 36;

type Action = (view: MprView, plane: PlaneName) => void;

const zoomIn: Action = (view, plane) => view.zoomBy(plane, ZOOM_STEP);

/** Of the plane that the mouse is in, the same keys as for a stack. Brackets turn. */
const actions: Readonly<Record<string, Action>> = {
  ArrowDown: (view, plane) => view.scrollBy(plane, 1),
  ArrowRight: (view, plane) => view.scrollBy(plane, 1),
  ArrowUp: (view, plane) => view.scrollBy(plane, -1),
  ArrowLeft: (view, plane) => view.scrollBy(plane, -1),
  PageDown: (view, plane) => view.scrollBy(plane, PAGE),
  PageUp: (view, plane) => view.scrollBy(plane, -PAGE),
  Home: (view, plane) => view.scrollBy(plane, -Number.MAX_SAFE_INTEGER),
  End: (view, plane) => view.scrollBy(plane, Number.MAX_SAFE_INTEGER),
  '[': (view, plane) => view.turnIn(plane, TURN),
  ']': (view, plane) => view.turnIn(plane, -TURN),
  '[plus]': zoomIn,
  'shift+[plus]': zoomIn,
  '=': zoomIn,
  '-': (view, plane) => view.zoomBy(plane, 1 / ZOOM_STEP),
};

export function useMprKeys(view: MprView | undefined, active: PlaneName): void {
  useHotkeys(Object.entries(actions).map(([key, run]): HotkeyItem => [key, () => view && run(view, active)]));
}
