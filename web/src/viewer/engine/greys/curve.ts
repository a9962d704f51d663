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
 * @param from below which nothing changes any more @param to the same above
 */
export function curveOf(brightness: (value: number) => number, from: number, to: number): Curve {
  const levelAt = (value: number) => Math.round(brightness(value));
  let [first, last] = [from, to];
  while (first < last - 1 && levelAt(first + 1) === levelAt(first)) first += 1;
  while (last > first + 1 && levelAt(last - 1) === levelAt(last)) last -= 1;
  // From here on the values in between are whole, and few enough to have a level each, or are left to a straight line.
  const count = Math.min(MAX_LEVELS, Math.max(1, last - first) + 1);
  const step = (last - first) / (count - 1) || 1;
  return {
    from: first,
    to: first + step * (count - 1),
    levels: Uint8Array.from({ length: count }, (_, i) => levelAt(first + i * step)),
  };
}

/** Of values after the modality LUT (PS3.3 C.11.2.1.1). */
export const curveOfTable = (table: LookupTable): Curve =>
  curveOf(brightnessBy({ table }), table.first, table.first + table.entries.length - 1);

/** Of a value. */
export function levelOf({ from, to, levels }: Curve, value: number): number {
  const place = ((value - from) / (to - from)) * (levels.length - 1);
  return levels[Math.max(0, Math.min(levels.length - 1, Math.round(place)))]!;
}
