/** Samples of a frame of a segmentation as colours: red, green, blue, and how much of it is there. */
import type { Segment, Segmentation } from './segmentation.ts';

/**
 * @param bytes of the frame, as it is stored without compression: bits of binary ones are packed, the first lowest (PS3.5 8.1.1)
 * @param shown segments by number
 * @param segment of the frame; undefined where samples say it
 * @returns 4 bytes for each pixel; as many pixels as the frame has
 */
export function coloursOf(
  bytes: Uint8Array,
  { columns, rows, bits, most }: Segmentation,
  shown: ReadonlyMap<number, Segment>,
  segment: number | undefined,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(columns * rows * 4);
  for (let i = 0; i < columns * rows; i++) {
    const sample = sampleAt(bytes, bits, i);
    if (sample === 0) continue;
    const found = shown.get(segment ?? sample);
    if (!found) continue;
    pixels.set(found.colour, i * 4);
    pixels[i * 4 + 3] = segment === undefined ? 255 : (sample / most) * 255;
  }
  return pixels;
}

/** @param i of the pixel, row by row */
export function sampleAt(bytes: Uint8Array, bits: number, i: number): number {
  if (bits === 1) return ((bytes[i >> 3] ?? 0) >> (i & 7)) & 1;
  return bits === 8 ? (bytes[i] ?? 0) : (bytes[2 * i] ?? 0) | ((bytes[2 * i + 1] ?? 0) << 8);
}
