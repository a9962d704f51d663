/** Where samples lie: nifti1.h, "3D IMAGE (VOLUME) ORIENTATION AND LOCATION IN SPACE". */
import type { NiftiHeader } from './header.ts';

/**
 * Rows of a matrix that makes places of indexes (i, j, k, 1): millimetres to the right, to the front and to the head, as NIfTI counts.
 */
export type Affine = readonly [AffineRow, AffineRow, AffineRow];
export type AffineRow = readonly [i: number, j: number, k: number, offset: number];

export interface Placing {
  readonly affine: Affine;
  /** False of files that say how large samples are, and not how they lie: nobody knows left from right. */
  readonly isOriented: boolean;
}

/** The matrix (`sform`) where there is one, then the quaternion (`qform`), then the distances of samples alone. */
export function placingOf(header: NiftiHeader): Placing {
  const { rows, quaternion, millimetres } = header;
  if (rows.code > 0) {
    const affine = scaled(rowsOf(rows.matrix), millimetres);
    if (isUsable(affine)) return { affine, isOriented: true };
  }
  if (quaternion.code > 0) {
    const affine = scaled(ofQuaternion(header), millimetres);
    if (isUsable(affine)) return { affine, isOriented: true };
  }
  const [x, y, z] = distances(header);
  const alone: Affine = [
    [x, 0, 0, 0],
    [0, y, 0, 0],
    [0, 0, z, 0],
  ];
  return { affine: scaled(alone, millimetres), isOriented: false };
}

function ofQuaternion(header: NiftiHeader): Affine {
  const { b, c, d, offset } = header.quaternion;
  // What is left of the length 1; a little less than nothing is rounding.
  const a = Math.sqrt(Math.max(0, 1 - (b * b + c * c + d * d)));
  const [x, y, z] = distances(header);
  const side = header.steps[0]! < 0 ? -z : z;
  return [
    [(a * a + b * b - c * c - d * d) * x, 2 * (b * c - a * d) * y, 2 * (b * d + a * c) * side, offset[0]],
    [2 * (b * c + a * d) * x, (a * a + c * c - b * b - d * d) * y, 2 * (c * d - a * b) * side, offset[1]],
    [2 * (b * d - a * c) * x, 2 * (c * d + a * b) * y, (a * a + d * d - b * b - c * c) * side, offset[2]],
  ];
}

/** Of samples from each other; 1 where the header says nonsense. */
function distances({ steps }: NiftiHeader): [number, number, number] {
  const [x, y, z] = [1, 2, 3].map((i) => {
    const step = Math.abs(steps[i]!);
    return step > 0 && Number.isFinite(step) ? step : 1;
  });
  return [x!, y!, z!];
}

function rowsOf(numbers: readonly number[]): Affine {
  const row = (first: number) => numbers.slice(first, first + 4) as unknown as AffineRow;
  return [row(0), row(4), row(8)];
}

const scaled = (affine: Affine, factor: number): Affine =>
  affine.map((row) => row.map((number) => number * factor)) as unknown as Affine;

/** All of its numbers are, and its three axes are no plane. */
function isUsable(affine: Affine): boolean {
  const [[a, b, c], [d, e, f], [g, h, i]] = affine;
  const volume = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  return affine.flat().every(Number.isFinite) && Math.abs(volume) > 1e-12;
}
