/** Curves as lines from point to point, finer than can be seen. */
import type { Pixel } from '../overlays/contours.ts';

/** Of a whole turn. */
const STEPS = 96;
/** Between two points of a smooth line. */
const STEPS_BETWEEN = 12;

/** @param on any point of it */
export function circle(middle: Pixel, on: Pixel): Pixel[] {
  const [x, y] = [on[0] - middle[0], on[1] - middle[1]];
  return turned(middle, [x, y], [-y, x]);
}

/** By the ends of its two axes. */
export function ellipse([a, b]: readonly [Pixel, Pixel], [c, d]: readonly [Pixel, Pixel]): Pixel[] {
  const half = (from: Pixel, to: Pixel): Pixel => [(to[0] - from[0]) / 2, (to[1] - from[1]) / 2];
  return turned([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], half(a, b), half(c, d));
}

function turned([x, y]: Pixel, [ax, ay]: Pixel, [bx, by]: Pixel): Pixel[] {
  return Array.from({ length: STEPS }, (_, i) => {
    const angle = (2 * Math.PI * i) / STEPS;
    const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
    return [x + cosine * ax + sine * bx, y + cosine * ay + sine * by];
  });
}

/** Through all of the points (Catmull and Rom); the standard leaves open how. */
export function smooth(points: readonly Pixel[]): Pixel[] {
  const at = (i: number): Pixel => points[Math.min(points.length - 1, Math.max(0, i))]!;
  const between = points.slice(1).flatMap((_, i) =>
    Array.from({ length: STEPS_BETWEEN }, (__, step): Pixel => {
      const share = step / STEPS_BETWEEN;
      return [0, 1].map((axis) =>
        spline(
          [at(i - 1), at(i), at(i + 1), at(i + 2)].map((point) => point[axis]!),
          share,
        ),
      ) as unknown as Pixel;
    }),
  );
  return [...between, ...points.slice(-1)];
}

function spline([a = 0, b = 0, c = 0, d = 0]: readonly number[], t: number): number {
  const [slope, bend, rest] = [c - a, 2 * a - 5 * b + 4 * c - d, 3 * b - a - 3 * c + d];
  return b + (t * (slope + t * (bend + t * rest))) / 2;
}
