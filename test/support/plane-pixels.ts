/** What is drawn of planes through a volume at its actual size: where each pixel is in the patient, and how far it is from the truth. */
import type { Drawn } from './canvas.ts';
import type { Point } from './phantom.ts';

/** How a plane is looked at: where the right and the upper edge of the screen are in the patient. */
export interface Axes {
  readonly right: Point;
  readonly up: Point;
}

export const planes = {
  axial: { right: [1, 0, 0], up: [0, -1, 0] },
  coronal: { right: [1, 0, 0], up: [0, 0, 1] },
  sagittal: { right: [0, 1, 0], up: [0, 0, 1] },
} as const satisfies Record<string, Axes>;
export type Plane = keyof typeof planes;

/** Of a linear window that clips (PS3.3 C.11.2.1.2.1). */
export const greyOf = (value: number, { center, width }: { center: number; width: number }): number =>
  Math.min(255, Math.max(0, ((value - (center - 0.5)) / (width - 1) + 0.5) * 255));

export interface Meeting {
  /** Where the planes meet, in millimetres of the patient. */
  readonly middle: Point;
  /** Of a pixel, in millimetres. */
  readonly sample: number;
}

/** Where a pixel is in the patient, when the planes meet in the middle of a pane. */
export function pointOf(
  { middle, sample }: Meeting,
  drawn: Drawn,
  { right, up }: Axes,
  x: number,
  y: number,
): Point {
  // Edges lie upon edges: in an even number of pixels the middle sample is the one left below.
  const aside = (x - Math.ceil(drawn.width / 2 - 1)) * sample;
  const above = (Math.floor(drawn.height / 2) - y) * sample;
  return middle.map((part, axis) => part + aside * right[axis]! + above * up[axis]!) as unknown as Point;
}

/** Pixels from the middle of a pane in which all of a phantom is seen at its actual size. */
const REACH = 60;

export interface Difference {
  /** Of grey levels. */
  readonly largest: number;
  /** Pixels. */
  readonly compared: number;
}

/** @param wanted brightness of a channel; undefined where it is not known */
export function differenceIn(
  drawn: Drawn,
  meeting: Meeting,
  axes: Axes,
  wanted: (point: Point, channel: number) => number | undefined,
  channel = 0,
): Difference {
  let [largest, compared] = [0, 0];
  const [middleX, middleY] = [drawn.width >> 1, drawn.height >> 1];
  for (let y = middleY - REACH; y <= middleY + REACH; y++)
    for (let x = middleX - REACH; x <= middleX + REACH; x++) {
      const level = wanted(pointOf(meeting, drawn, axes, x, y), channel);
      if (level === undefined) continue;
      const seen = drawn.pixels[(y * drawn.width + x) * 4 + channel]!;
      largest = Math.max(largest, Math.abs(seen - level));
      compared += 1;
    }
  return { largest, compared };
}

/** Middles of what is brighter than everything around it, weighed by how much. @param threshold grey level */
export function brightSpots({ width, height, pixels }: Drawn, threshold: number): [number, number][] {
  const spots: { x: number; y: number; weight: number }[] = [];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const weight = pixels[(y * width + x) * 4]! - threshold;
      if (weight <= 0) continue;
      let spot = spots.find((one) => Math.hypot(one.x / one.weight - x, one.y / one.weight - y) < 8);
      if (!spot) {
        spot = { x: 0, y: 0, weight: 0 };
        spots.push(spot);
      }
      spot.x += x * weight;
      spot.y += y * weight;
      spot.weight += weight;
    }
  return spots.map(({ x, y, weight }) => [x / weight, y / weight]);
}

/** Of the middles of two spots, in millimetres. */
export function distanceOf(spots: readonly (readonly [number, number])[], perPixel: number): number {
  const [a, b] = spots;
  if (spots.length !== 2 || !a || !b) throw new RangeError(`there are ${spots.length} spots`);
  return Math.hypot(a[0] - b[0], a[1] - b[1]) * perPixel;
}
