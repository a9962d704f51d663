/** How bright every value of an image is: what a window cannot say. */
import { brightnessBy, type LookupTable } from '../../../../../src/pixels/index.ts';

export interface Curve {
  /** Values of the first and of the last level; beyond them it goes on as level. */
  readonly from: number;
  readonly to: number;
  /** 0 to 255, for values at even distances. At least two. */
  readonly levels: Uint8Array;
}

/** One for each value of 12 bits; every WebGL draws textures that are so wide. */
export const MAX_LEVELS = 4_096;

/**
 * @param brightness from 0 to 255, of every value
 * @param from the value below which nothing changes any more @param count of values that images may have from there on
 * @param step from one of these to the next
 */
export function curveOf(
  brightness: (value: number) => number,
  { from, count, step = 1 }: { readonly from: number; readonly count: number; readonly step?: number },
): Curve {
  const levelAt = (index: number) => Math.round(brightness(from + index * step));
  let [first, last] = [0, Math.max(1, count - 1)];
  while (first < last - 1 && levelAt(first + 1) === levelAt(first)) first += 1;
  while (last > first + 1 && levelAt(last - 1) === levelAt(last)) last -= 1;
  const levels = Math.min(MAX_LEVELS, last - first + 1);
  // One each, or as many as there may be, and straight lines between them.
  const stride = (last - first) / (levels - 1);
  return {
    from: from + first * step,
    to: from + last * step,
    levels: Uint8Array.from({ length: levels }, (_, i) => levelAt(first + i * stride)),
  };
}

/** Of values after the modality LUT (PS3.3 C.11.2.1.1). */
export const curveOfTable = (table: LookupTable): Curve =>
  curveOf(brightnessBy({ table }), { from: table.first, count: table.entries.length });

/** Of a value. */
export function levelOf({ from, to, levels }: Curve, value: number): number {
  const place = ((value - from) / (to - from)) * (levels.length - 1);
  return levels[Math.max(0, Math.min(levels.length - 1, Math.round(place)))]!;
}
