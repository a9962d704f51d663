/** Vectors and matrices of three, for colours. */
export type Vector = readonly [number, number, number];
/** By rows. */
export type Matrix = readonly [Vector, Vector, Vector];

export const mapped = (row: (row: Vector, at: number) => Vector, [a, b, c]: Matrix): Matrix => [
  row(a, 0),
  row(b, 1),
  row(c, 2),
];
const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
export const applied = ([a, b, c]: Matrix, v: Vector): Vector => [dot(a, v), dot(b, v), dot(c, v)];
export const transposed = ([a, b, c]: Matrix): Matrix => [
  [a[0], b[0], c[0]],
  [a[1], b[1], c[1]],
  [a[2], b[2], c[2]],
];

export function multiplied(a: Matrix, b: Matrix): Matrix {
  const columns = transposed(b);
  return mapped((row) => applied(columns, row), a);
}

/** By the cross products of its rows. */
export function inverse([a, b, c]: Matrix): Matrix {
  const determinant = dot(a, cross(b, c));
  const columns = mapped(
    (row) => [row[0] / determinant, row[1] / determinant, row[2] / determinant],
    [...([cross(b, c), cross(c, a), cross(a, b)] as const)],
  );
  return transposed(columns);
}
