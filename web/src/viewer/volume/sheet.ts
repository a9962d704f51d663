/** A plane through a volume as an image that it is sampled into, so that it is measured in as images are. Pure. */
import { type Affine, affineBy } from '../engine/affine.ts';
import { cross, type Vector } from '../engine/orientation.ts';
import type { Samples } from '../engine/samples.ts';
import { along, dot, lengthOf, normalized, scale, subtract } from '../engine/vectors.ts';
import type { PlaneReference } from '../measure/measurement.ts';
import { type Cross, type PlaneAxes, type PlaneName, stepAlong } from './planes.ts';
import type { VolumeGeometry } from './volume-plan.ts';

export type Sheet = Omit<PlaneReference, 'study' | 'series' | 'frameOfReference' | 'phase'>;
type Spot = readonly [number, number];

/** Of indexes: what is less than a hair beside a sample is on it. */
const ROUNDING = 1e-6;
/** Of directions that are one, as their sine. */
const PARALLEL = 1e-6;

/**
 * All of the volume that a plane cuts, and a little around it. Its pixels are those of the volume where it lies along its axes.
 * @param point in the plane, millimetres of the patient
 */
export function sheetThrough(
  geometry: VolumeGeometry,
  name: PlaneName,
  { right, up, normal }: PlaneAxes,
  point: Vector,
): Sheet {
  const across = scale(right, stepAlong(geometry, right));
  const down = scale(up, -stepAlong(geometry, up));
  const first = along(geometry.origin, normal, dot(subtract(point, geometry.origin), normal));
  const corners = cornersOf(geometry).map((corner) => subtract(corner, first));
  const [left, columns] = pixelsBetween(corners.map((corner) => dot(corner, across) / dot(across, across)));
  const [top, rows] = pixelsBetween(corners.map((corner) => dot(corner, down) / dot(down, down)));
  const origin = along(along(first, across, left - 0.5), down, top - 0.5);
  return { name, origin, across, down, columns, rows };
}

/** Whole pixels around middles of samples. @returns the first one, and how many there are */
function pixelsBetween(edges: readonly number[]): [first: number, count: number] {
  const first = Math.floor(Math.min(...edges) + 0.5 + ROUNDING);
  return [first, Math.ceil(Math.max(...edges) - 0.5 - ROUNDING) - first + 1];
}

/** To the edges of the samples. */
function cornersOf({ dimensions, spacing, origin, axes }: VolumeGeometry): Vector[] {
  const ends = [0, 1, 2].map((i) => [-0.5 * spacing[i]!, (dimensions[i]! - 0.5) * spacing[i]!]);
  return ends[0]!.flatMap((x) =>
    ends[1]!.flatMap((y) =>
      ends[2]!.map((z) => along(along(along(origin, axes[0], x), axes[1], y), axes[2], z)),
    ),
  );
}

/** Whether the plane is that of a sheet, or less than half a step of the volume away from it. */
export function isIn(
  sheet: Sheet,
  geometry: VolumeGeometry,
  { normal }: Pick<PlaneAxes, 'normal'>,
  point: Vector,
): boolean {
  const isParallel =
    Math.abs(dot(sheet.across, normal)) < PARALLEL * lengthOf(sheet.across) &&
    Math.abs(dot(sheet.down, normal)) < PARALLEL * lengthOf(sheet.down);
  return isParallel && Math.abs(dot(subtract(sheet.origin, point), normal)) < stepAlong(geometry, normal) / 2;
}

/** From its pixels to the screen. @param spotOf where a point of the patient is there */
export function placeOfSheet(
  { origin, across, down, columns, rows }: Sheet,
  spotOf: (point: Vector) => Spot,
): Affine {
  const size: Spot = [columns, rows];
  return affineBy(
    spotOf(origin),
    spotOf(along(origin, across, columns)),
    spotOf(along(origin, down, rows)),
    size,
  );
}

/** @param sampleAt of a point of the patient, in between as it is drawn; undefined outside of the volume */
export function samplesOfSheet(
  { origin, across, down, columns, rows }: Sheet,
  sampleAt: (point: Vector) => number | undefined,
  unit: string,
): Samples {
  return {
    ...{ columns, rows, unit },
    at(index) {
      const [column, row] = [index % columns, Math.floor(index / columns)];
      return sampleAt(along(along(origin, across, column + 0.5), down, row + 0.5)) ?? Number.NaN;
    },
  };
}

/** As it was when a sheet was seen, its middle in the middle. */
export function crossOf({ origin, across, down, columns, rows, name }: Sheet): Cross {
  const center = along(along(origin, across, columns / 2), down, rows / 2);
  const [right, up] = [normalized(across), scale(normalized(down), -1)];
  const normal = cross(right, up);
  if (name === 'axial') return { center, toLeft: right, toBack: scale(up, -1), toHead: scale(normal, -1) };
  if (name === 'coronal') return { center, toLeft: right, toBack: scale(normal, -1), toHead: up };
  return { center, toLeft: normal, toBack: right, toHead: up };
}

/**
 * In between as a straight line along each axis (trilinear), as a graphics card draws it: samples fill their place to its edges.
 * @param valueAt of a sample, by its indexes @returns undefined outside of the volume, and where a sample is not there
 */
export function interpolated(
  { dimensions, spacing, origin, axes }: VolumeGeometry,
  valueAt: (index: Vector) => number | undefined,
  point: Vector,
): number | undefined {
  const way = subtract(point, origin);
  const places = axes.map((axis, i) => dot(way, axis) / spacing[i]!);
  const isOutside = (at: number, i: number) => at < -0.5 - ROUNDING || at > dimensions[i]! - 0.5 + ROUNDING;
  if (places.some(isOutside)) return undefined;
  const kept = places.map((at, i) => Math.min(dimensions[i]! - 1, Math.max(0, at)));
  const low = kept.map((at) => Math.floor(at + ROUNDING)) as unknown as Vector;
  const rest = kept.map((at, i) => Math.max(0, at - low[i]!));
  let sum = 0;
  for (let corner = 0; corner < 8; corner++) {
    const step = [corner & 1, (corner >> 1) & 1, corner >> 2] as const;
    const weight = rest.reduce((product, share, i) => product * (step[i] ? share : 1 - share), 1);
    if (weight < ROUNDING) continue;
    const value = valueAt([low[0] + step[0], low[1] + step[1], low[2] + step[2]]);
    if (value === undefined) return undefined;
    sum += weight * value;
  }
  return sum;
}
