/** Lengths, angles and areas in a plane whose unit is as long along rows as down columns. Pure. */
import type { Point } from '../engine/affine.ts';

export const distance = (a: Point, b: Point): number => Math.hypot(b[0] - a[0], b[1] - a[1]);

/** Degrees from 0 to 180, at the middle one of three points. */
export function angleAt(vertex: Point, a: Point, b: Point): number {
  return between(minus(a, vertex), minus(b, vertex));
}

/**
 * Degrees from 0 to 180 between two lines that run across the picture, as the end plates of vertebrae do: each is taken from the
 * left to the right, so it does not matter from which end it was drawn.
 */
export function cobbAngle([a, b, c, d]: readonly [Point, Point, Point, Point]): number {
  return between(toTheRight(minus(b, a)), toTheRight(minus(d, c)));
}

const toTheRight = ([x, y]: Point): Point => (x < 0 || (x === 0 && y < 0) ? [-x, -y] : [x, y]);

const minus = (a: Point, b: Point): Point => [a[0] - b[0], a[1] - b[1]];

function between(a: Point, b: Point): number {
  const [across, along] = [a[0] * b[1] - a[1] * b[0], a[0] * b[0] + a[1] * b[1]];
  return (Math.abs(Math.atan2(across, along)) * 180) / Math.PI;
}

/** @param a @param b opposite corners */
export const rectangleArea = (a: Point, b: Point): number => Math.abs((b[0] - a[0]) * (b[1] - a[1]));

/** @param a @param b opposite corners of the box around it */
export const ellipseArea = (a: Point, b: Point): number => (Math.PI / 4) * rectangleArea(a, b);

/** Of a polygon that does not cross itself. */
export function polygonArea(corners: readonly Point[]): number {
  const twice = corners.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = corners[(i + 1) % corners.length]!;
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(twice) / 2;
}
