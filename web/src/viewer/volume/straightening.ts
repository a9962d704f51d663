/**
 * Slices that do not stand upon each other (a tilted gantry), or at uneven distances, as a box at right angles: which samples of which
 * slices each of its own is made of. Within a slice the way is the same for all samples; between two slices it goes along the normal.
 * Pure.
 */
import type { Vector } from '../engine/orientation.ts';
import { along, dot, lengthOf, subtract } from '../engine/vectors.ts';
import type { FramePlace } from './frame-place.ts';
import { PLACE_MM, type SliceGrid } from './slice-grid.ts';

/** A share of a slice of the series in one of the box. */
export interface SlicePart {
  /** Which slice, from 0. */
  readonly slice: number;
  /** Of 0 to 1; all parts of a slice of the box together are 1. */
  readonly share: number;
  /** Samples along rows and along columns, from the first of the box to the first of the slice. Not negative, seldom whole. */
  readonly aside: readonly [number, number];
}

export interface Straightening {
  /** Degrees between the normal of the slices and the way from the first to the last; undefined where they stand upon each other. */
  readonly tilt?: number | undefined;
  /** Millimetres between slices, the least and the most; undefined where they are even. */
  readonly apart?: readonly [number, number] | undefined;
  /** Samples in a row and in a column of the slices that there are. */
  readonly size: readonly [number, number];
  /** What a sample of the box is where nothing was seen. */
  readonly outside: number;
  /** Of each slice of the box, one part or two. */
  readonly parts: readonly (readonly SlicePart[])[];
}

export interface StraightBox {
  /** Samples in a row, and in a column. */
  readonly size: readonly [number, number];
  /** Middle of the first sample, in millimetres of the patient. */
  readonly origin: Vector;
  /** Undefined where the box has the slices as they are. */
  readonly straightening?: Straightening | undefined;
}

interface UnevenSlices {
  /** Of the slices that there are, in their order along the normal. */
  readonly places: readonly FramePlace[];
  readonly normal: Vector;
  readonly grid: SliceGrid;
  readonly outside: number;
}

export function straightBoxOf({ places, normal, grid, outside }: UnevenSlices): StraightBox {
  const [first, last] = [places[0]!, places.at(-1)!];
  const isUpright = places.every((place) => asideOf(place, first, normal) <= PLACE_MM);
  if (isUpright && grid.isEven) return { size: first.size, origin: first.position };
  // The slice in the middle, which is seen first, keeps its samples.
  const middle = places[places.length >> 1]!;
  const asides = places.map((place) => (isUpright ? [0, 0] : samplesFrom(middle, place)) as [number, number]);
  const [left, top] = [0, 1].map((axis) => Math.floor(Math.min(...asides.map((aside) => aside[axis]!))));
  const [right, bottom] = [0, 1].map((axis) => Math.ceil(Math.max(...asides.map((aside) => aside[axis]!))));
  const corner = along(
    along(isUpright ? first.position : middle.position, first.row, left! * first.spacing[0]),
    first.column,
    top! * first.spacing[1],
  );
  const way = subtract(last.position, first.position);
  const gaps = grid.depths.slice(1).map((depth, i) => depth - grid.depths[i]!);
  return {
    size: [first.size[0] + right! - left!, first.size[1] + bottom! - top!],
    origin: along(corner, normal, dot(subtract(first.position, corner), normal)),
    straightening: {
      tilt: isUpright ? undefined : degrees(Math.atan2(asideOf(last, first, normal), dot(way, normal))),
      apart: grid.isEven ? undefined : [Math.min(...gaps), Math.max(...gaps)],
      size: first.size,
      outside,
      parts: partsOf(
        grid,
        asides.map(([x, y]) => [x - left!, y - top!]),
      ),
    },
  };
}

/** Whether something was seen where a sample of the box is. */
export const isSeen = ({ size, parts }: Straightening, [i, j, k]: Vector): boolean =>
  parts[k]!.every(({ aside }) =>
    [i, j].every((at, axis) => at >= aside[axis]! && at <= aside[axis]! + size[axis]! - 1),
  );

function partsOf(
  { count, spacing, depths, isEven }: SliceGrid,
  asides: readonly (readonly [number, number])[],
): SlicePart[][] {
  let before = 0;
  return Array.from({ length: count }, (_, k) => {
    if (isEven) return [{ slice: k, share: 1, aside: asides[k]! }];
    const depth = k * spacing;
    while (before < depths.length - 2 && depths[before + 1]! <= depth) before += 1;
    const [above, below] = [depth - depths[before]!, depths[before + 1]! - depth];
    const parts = [
      { slice: before, share: below / (above + below), aside: asides[before]! },
      { slice: before + 1, share: above / (above + below), aside: asides[before + 1]! },
    ];
    // Positions are rounded: what lies that close to a slice is that slice.
    const nearest = parts.find((_, i) => Math.abs(i === 0 ? above : below) <= PLACE_MM / 2);
    return nearest ? [{ ...nearest, share: 1 }] : parts;
  });
}

/** Millimetres at right angles to the normal. */
function asideOf({ position }: FramePlace, from: FramePlace, normal: Vector): number {
  const way = subtract(position, from.position);
  return lengthOf(along(way, normal, -dot(way, normal)));
}

function samplesFrom(from: FramePlace, { position }: FramePlace): readonly [number, number] {
  const way = subtract(position, from.position);
  return [dot(way, from.row) / from.spacing[0], dot(way, from.column) / from.spacing[1]];
}

const degrees = (radians: number): number => (radians * 180) / Math.PI;
