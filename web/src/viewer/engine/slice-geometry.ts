/** Slices in space: how far they are from each other, where they cut each other. PS3.3 C.7.6.2. Pure. */
import type { Point } from './affine.ts';
import { cross, type Vector } from './orientation.ts';
import { along, dot, subtract } from './vectors.ts';

export interface Slice {
  /** Of positions that mean the same place: a UID; empty where nobody says. */
  readonly frameOfReference: string;
  /** The middle of the first pixel, millimetres. */
  readonly position: Vector;
  /** Along a row, down a column: of length 1. */
  readonly row: Vector;
  readonly column: Vector;
  /** Millimetres from pixel to pixel, along a row and down a column. */
  readonly spacing: Point;
  readonly columns: number;
  readonly rows: number;
}

/** Of direction cosines: slices that are less parallel are not looked through together (about 15 degrees). */
const PARALLEL = 0.96;

export const normalOf = ({ row, column }: Slice): Vector => cross(row, column);

export const isParallel = (a: Slice, b: Slice): boolean => Math.abs(dot(normalOf(a), normalOf(b))) > PARALLEL;

export const sharesSpace = (a: Slice, b: Slice): boolean =>
  a.frameOfReference !== '' && a.frameOfReference === b.frameOfReference;

/** How far a slice lies behind another, along the normal of that, millimetres. */
export const depthFrom = (origin: Slice, { position }: Slice): number =>
  dot(subtract(position, origin.position), normalOf(origin));

/**
 * Where a slice cuts through the plane of another: the ends of the line, in pixels of that other one (from the corner of its first
 * pixel). Undefined where it does not come there.
 */
export function cutThrough(through: Slice, on: Slice): readonly [Point, Point] | undefined {
  const corners = cornersOf(through);
  const normal = normalOf(on);
  const heights = corners.map((corner) => dot(subtract(corner, on.position), normal));
  const crossings = corners.flatMap((corner, i) => {
    const next = (i + 1) % corners.length;
    const [from, to] = [heights[i]!, heights[next]!];
    if (from > 0 === to > 0) return [];
    const share = from / (from - to);
    return [inPixels(on, between(corner, corners[next]!, share))];
  });
  const [a, b] = crossings;
  return a && b && [a, b];
}

const between = (a: Vector, b: Vector, share: number): Vector => along(a, subtract(b, a), share);

/** Around the outer edges of its pixels. */
function cornersOf({ position, row, column, spacing, columns, rows }: Slice): Vector[] {
  const first = along(along(position, row, -spacing[0] / 2), column, -spacing[1] / 2);
  const right = along(first, row, columns * spacing[0]);
  const last = along(right, column, rows * spacing[1]);
  return [first, right, last, along(first, column, rows * spacing[1])];
}

const inPixels = ({ position, row, column, spacing }: Slice, at: Vector): Point => [
  dot(subtract(at, position), row) / spacing[0] + 0.5,
  dot(subtract(at, position), column) / spacing[1] + 0.5,
];
