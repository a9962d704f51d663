/** The samples of one slice of a straightened box. Pure. */
import type { SampleType } from './sample-type.ts';
import type { SlicePart } from './straightening.ts';

export interface StraightSlice {
  /** Each with the samples of its slice, row by row. */
  readonly parts: readonly (SlicePart & { readonly samples: ArrayLike<number> })[];
  /** Samples in a row and in a column: of the slices that there are, and of the box. */
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  /** What a sample is where nothing was seen. */
  readonly outside: number;
  readonly type: SampleType['name'];
}

const types = { Uint8Array, Int16Array, Uint16Array, Float32Array };
/** Of a sample: digits that were lost. */
const ROUNDING = 1e-6;

/** Between four samples of each part in proportion to how near they are (bilinear), and between parts by their shares. */
export function straighten({ parts, from, to, outside, type }: StraightSlice) {
  const [columns, rows] = from;
  const [width, height] = to;
  const result = new types[type](width * height).fill(outside);
  const [left, right] = commonOf(parts, 0, columns);
  const [top, bottom] = commonOf(parts, 1, rows);
  const length = Math.max(0, right - left + 1);
  const isWhole = type !== 'Float32Array';
  const row = new Float64Array(length);
  for (let y = top; y <= bottom; y++) {
    row.fill(0);
    for (const part of parts) addRow(row, part, columns, left, y);
    const start = y * width + left;
    for (let i = 0; i < length; i++) result[start + i] = isWhole ? Math.round(row[i]!) : row[i]!;
  }
  return result;
}

/** From which sample of the box to which all parts have some. */
function commonOf(parts: StraightSlice['parts'], axis: 0 | 1, count: number): [number, number] {
  const from = Math.max(...parts.map(({ aside }) => Math.ceil(aside[axis] - ROUNDING)));
  const to = Math.min(...parts.map(({ aside }) => Math.floor(aside[axis] + count - 1 + ROUNDING)));
  return [from, to];
}

function addRow(
  row: Float64Array,
  { samples, share, aside }: StraightSlice['parts'][number],
  columns: number,
  left: number,
  y: number,
): void {
  const [column, x] = split(left - aside[0]);
  const [line, fraction] = split(y - aside[1]);
  const start = line * columns + column;
  // What has no share may lie outside.
  const [next, below] = [x > 0 ? 1 : 0, fraction > 0 ? columns : 0];
  const [upper, lower] = [share * (1 - fraction), share * fraction];
  const [a, b, c, d] = [upper * (1 - x), upper * x, lower * (1 - x), lower * x];
  for (let i = 0; i < row.length; i++) {
    const at = start + i;
    row[i]! +=
      a * samples[at]! + b * samples[at + next]! + c * samples[at + below]! + d * samples[at + below + next]!;
  }
}

/** The whole part, and what is left. */
function split(at: number): readonly [number, number] {
  const whole = Math.floor(at + ROUNDING);
  const rest = at - whole;
  return [whole, rest > ROUNDING ? rest : 0];
}
