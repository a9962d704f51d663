/** Which pixels are in a region, and what their values say. Pure. */
import type { Point } from '../engine/affine.ts';
import type { Samples } from '../engine/samples.ts';
import type { Measurement } from './measurement.ts';

export interface Statistics {
  readonly count: number;
  readonly mean: number;
  /** Of all pixels that are there: divided by their count. */
  readonly deviation: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** Of the pixels whose middle is inside; undefined where there are none. */
export function statisticsOf(
  shape: Pick<Measurement, 'kind' | 'points'>,
  samples: Samples,
): Statistics | undefined {
  let [count, sum, squares] = [0, 0, 0];
  let [minimum, maximum] = [Infinity, -Infinity];
  // Squares of small differences: those of large numbers lose what matters.
  let origin: number | undefined;
  for (const index of pixelsIn(shape, samples)) {
    const value = samples.at(index);
    if (Number.isNaN(value)) continue;
    origin ??= value;
    count += 1;
    sum += value - origin;
    squares += (value - origin) ** 2;
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
  }
  if (origin === undefined) return undefined;
  const shifted = sum / count;
  const deviation = Math.sqrt(Math.max(0, squares / count - shifted ** 2));
  return { count, mean: origin + shifted, deviation, minimum, maximum };
}

/** The value of the pixel that a point is in; undefined outside of the image. */
export function valueAt([x, y]: Point, { columns, rows, at }: Samples): number | undefined {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  const isInside = column >= 0 && row >= 0 && column < columns && row < rows;
  const value = isInside ? at(row * columns + column) : Number.NaN;
  return Number.isNaN(value) ? undefined : value;
}

function* pixelsIn({ kind, points }: Pick<Measurement, 'kind' | 'points'>, { columns, rows }: Samples) {
  const isInside = insideOf(kind, points);
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, top] = [Math.max(0, Math.floor(Math.min(...xs))), Math.max(0, Math.floor(Math.min(...ys)))];
  const right = Math.min(columns, Math.ceil(Math.max(...xs)));
  const bottom = Math.min(rows, Math.ceil(Math.max(...ys)));
  for (let row = top; row < bottom; row++)
    for (let column = left; column < right; column++)
      if (isInside([column + 0.5, row + 0.5])) yield row * columns + column;
}

function insideOf(kind: Measurement['kind'], points: readonly Point[]): (point: Point) => boolean {
  const [a = [0, 0], b = [0, 0]] = points;
  if (kind === 'freehand') return (point) => isInPolygon(point, points);
  const middle = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] as const;
  const half = [Math.abs(b[0] - a[0]) / 2, Math.abs(b[1] - a[1]) / 2] as const;
  const offset = ([x, y]: Point) => [(x - middle[0]) / half[0], (y - middle[1]) / half[1]] as const;
  if (kind === 'ellipse') return (point) => Math.hypot(...offset(point)) <= 1;
  return (point) => offset(point).every((part) => Math.abs(part) <= 1);
}

/** By how often a ray to the right crosses the border. */
function isInPolygon([x, y]: Point, corners: readonly Point[]): boolean {
  let isInside = false;
  for (const [i, [x1, y1]] of corners.entries()) {
    const [x2, y2] = corners[(i + 1) % corners.length]!;
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) isInside = !isInside;
  }
  return isInside;
}
