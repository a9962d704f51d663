/** Where a pointer is, in pixels of what is seen. */
import { type Affine, applied, inverse } from '../engine/affine.ts';
import type { Point } from './measurement.ts';

/** CSS pixels by which a hand moves without meaning to. */
const STILL = 4;

export function pointerPlace(
  element: HTMLElement,
  pixelToCanvas: Affine | undefined,
  { clientX, clientY }: Place,
): Point | undefined {
  const back = pixelToCanvas && inverse(pixelToCanvas);
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
