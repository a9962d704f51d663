/** A curve as Cornerstone takes it where it draws without WebGL. */
import type { Types } from '@cornerstonejs/core';
import { type Curve, levelOf } from './curve.ts';

/** What it has in fact. */
interface PlainTable extends Types.CPUFallbackLUT {
  readonly firstValueMapped: number;
}

let made = 0;

/** Undefined of an image whose values are not whole numbers: they are looked up by what they are. */
export function plainTable(curve: Curve, image: Types.IImage | undefined): PlainTable | undefined {
  if (!image) return undefined;
  const [slope, intercept] = image.preScale?.scaled ? [1, 0] : [image.slope, image.intercept];
  const ends = [image.minPixelValue, image.maxPixelValue].map((value) => value * slope + intercept);
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  if (![slope, intercept, least, most].every(Number.isInteger)) return undefined;
  made += 1;
  // How many bits an entry has is seen by the largest: one that no value has says 8.
  const lut = [255];
  for (let value = least; value <= most; value++) lut.push(levelOf(curve, value));
  return { id: `curve-${made}`, firstValueMapped: least - 1, lut };
}
