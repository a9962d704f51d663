/** Where a pointer is, in pixels of the image that a view shows. */
import { applied, inverse } from '../engine/affine.ts';
import type { StackView } from '../engine/stack-view.ts';
import type { Point } from './measurement.ts';

/** CSS pixels by which a hand moves without meaning to. */
const STILL = 4;

export function pointerPlace(
  element: HTMLElement,
  view: StackView,
  { clientX, clientY }: Place,
): Point | undefined {
  const { pixelToCanvas, shown } = view.get();
  const back = pixelToCanvas && shown !== undefined ? inverse(pixelToCanvas) : undefined;
  if (!back) return undefined;
  const { left, top } = element.getBoundingClientRect();
  return applied(back, [clientX - left, clientY - top]);
}

export interface Place {
  readonly clientX: number;
  readonly clientY: number;
}

export const isStill = (a: Place, b: Place): boolean =>
  Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) < STILL;
