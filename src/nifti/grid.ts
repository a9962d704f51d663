/**
 * The samples of a file as slices, turned the way radiology looks at them: from the feet, from the front, from the left. In the coordinates
 * of DICOM (PS3.3 C.7.6.2.1.1): millimetres to the left, to the back, to the head, where NIfTI counts to the right and to the front.
 */
import { type Affine, placingOf } from './affine.ts';
import type { NiftiHeader } from './header.ts';

export type Vector = readonly [number, number, number];

export interface NiftiGrid {
  readonly columns: number;
  readonly rows: number;
  readonly slices: number;
  /** Millimetres from sample to sample along i, j and k. */
  readonly voxelSize: Vector;
  /** Millimetres from sample to sample along a row, and down a column. */
  readonly spacing: readonly [number, number];
  /** Where rows and columns go, of length 1. */
  readonly row: Vector;
  readonly column: Vector;
  /** Rows and columns are at right angles, as the pixels of a screen are. */
  readonly isRectangular: boolean;
  /** False where the file does not say how it lies: `row` and `column` are guesses then. */
  readonly isOriented: boolean;
  /** The middle of the first sample of a slice. */
  positionOf(slice: number): Vector;
  /** Indexes (i, j, k) in the file. They need not be whole. */
  voxelAt(column: number, row: number, slice: number): Vector;
  /** The same of a place in the patient, rounded; it may lie outside. */
  nearestVoxel(place: Vector): Vector;
  /** The middle of a sample, in the patient. */
  placeOf(voxel: Vector): Vector;
}

/** One axis of what is shown: which of the file it is, and whether it is gone through backwards. */
interface Axis {
  readonly of: number;
  readonly isReversed: boolean;
}

type Axes = readonly [along: Axis, down: Axis, through: Axis];

/** Cosines of angles between axes that are no angles: headers round. */
const RECTANGULAR = 1e-3;
/** Where rows and columns go to, by where slices lie upon each other: to the left, the back, the head. */
const waysOfLooking: readonly { readonly along: Vector; readonly down: Vector }[] = [
  { along: [0, 1, 0], down: [0, 0, -1] },
  { along: [1, 0, 0], down: [0, 0, -1] },
  { along: [1, 0, 0], down: [0, 1, 0] },
];

export function niftiGrid(header: NiftiHeader): NiftiGrid {
  const { affine, isOriented } = placingOf(header);
  const toLps = fromRas(affine);
  const axes = axesOf(toLps);
  const [along, down, through] = axes;
  const directionOf = (axis: Axis) => scale(columnOf(toLps, axis.of), axis.isReversed ? -1 : 1);
  const [rowStep, columnStep] = [directionOf(along), directionOf(down)];
  const [row, column] = [unit(rowStep), unit(columnStep)];
  const back = inverse(toLps);
  const voxelAt = (c: number, r: number, slice: number): Vector => {
    const voxel: [number, number, number] = [0, 0, 0];
    for (const [axis, index] of [[along, c] as const, [down, r] as const, [through, slice] as const])
      voxel[axis.of] = axis.isReversed ? header.size[axis.of]! - 1 - index : index;
    return voxel;
  };
  return {
    columns: header.size[along.of]!,
    rows: header.size[down.of]!,
    slices: header.size[through.of]!,
    voxelSize: [0, 1, 2].map((axis) => length(columnOf(toLps, axis))) as unknown as Vector,
    spacing: [length(rowStep), length(columnStep)],
    ...{ row, column, isOriented },
    isRectangular: Math.abs(dot(row, column)) < RECTANGULAR,
    positionOf: (slice) => placeOf(toLps, voxelAt(0, 0, slice)),
    voxelAt,
    placeOf: (voxel) => placeOf(toLps, voxel),
    nearestVoxel: (place) => placeOf(back, place).map((at) => Math.round(at) + 0) as unknown as Vector,
  };
}

/** Slices stay those of the file, whose third axis they lie along. */
function axesOf(toLps: Affine): Axes {
  const normal = columnOf(toLps, 2);
  const main = strongest(normal);
  const looking = waysOfLooking[main]!;
  const agreement = (axis: number) => Math.abs(dot(unit(columnOf(toLps, axis)), looking.along));
  const [along, down] = agreement(0) >= agreement(1) ? [0, 1] : [1, 0];
  const towards = (axis: number, wanted: Vector): Axis => ({
    of: axis,
    isReversed: dot(columnOf(toLps, axis), wanted) < 0,
  });
  return [
    towards(along!, looking.along),
    towards(down!, looking.down),
    { of: 2, isReversed: normal[main]! < 0 },
  ];
}

const strongest = (vector: Vector): number => {
  const shares = vector.map(Math.abs);
  return shares.indexOf(Math.max(...shares));
};

const fromRas = ([x, y, z]: Affine): Affine => [
  [0 - x[0], 0 - x[1], 0 - x[2], 0 - x[3]],
  [0 - y[0], 0 - y[1], 0 - y[2], 0 - y[3]],
  z,
];

const columnOf = (affine: Affine, column: number): Vector => [
  affine[0][column]!,
  affine[1][column]!,
  affine[2][column]!,
];

const placeOf = (affine: Affine, [i, j, k]: Vector): Vector =>
  affine.map(([a, b, c, offset]) => a * i + b * j + c * k + offset) as unknown as Vector;

const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const length = (a: Vector): number => Math.hypot(...a);
/** Nothing stays 0, whichever way it is turned. */
const scale = (a: Vector, factor: number): Vector => [
  a[0] * factor + 0,
  a[1] * factor + 0,
  a[2] * factor + 0,
];
const unit = (a: Vector): Vector => scale(a, 1 / length(a));

/** By Cramer's rule; its determinant is not 0, or it was no affine. */
function inverse(affine: Affine): Affine {
  const [[a, b, c, x], [d, e, f, y], [g, h, i, z]] = affine;
  const cofactors = [
    [e * i - f * h, c * h - b * i, b * f - c * e],
    [f * g - d * i, a * i - c * g, c * d - a * f],
    [d * h - e * g, b * g - a * h, a * e - b * d],
  ] as const;
  const determinant = a * cofactors[0][0] + b * cofactors[1][0] + c * cofactors[2][0];
  return cofactors.map(([p, q, r]) => {
    const row = [p / determinant, q / determinant, r / determinant] as const;
    return [...row, -(row[0] * x + row[1] * y + row[2] * z)];
  }) as unknown as Affine;
}
