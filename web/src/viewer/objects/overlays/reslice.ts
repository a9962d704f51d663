/** What is in a volume where an image cuts through it, pixel by pixel of that image. Pure. */
import type { Vector } from '../../engine/orientation.ts';
import { type Plane, placeAt } from './plane.ts';
import type { SeenImage } from './seen-image.ts';

/** Red, green, blue, and how much of it is there: each up to 255. */
export type Rgba = readonly [red: number, green: number, blue: number, alpha: number];

/** @returns 4 bytes for each pixel, row by row */
export function resliced(
  { columns, rows }: Pick<SeenImage, 'columns' | 'rows'>,
  plane: Plane,
  colourAt: (place: Vector) => Rgba | undefined,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(columns * rows * 4);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const colour = colourAt(placeAt(plane, column, row));
      if (colour) pixels.set(colour, (row * columns + column) * 4);
    }
  return pixels;
}
