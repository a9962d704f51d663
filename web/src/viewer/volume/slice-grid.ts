/** How slices stand along their normal: at even distances, at uneven ones that can be evened out, or with holes between them. Pure. */

/** Millimetres: scanners round positions. */
export const PLACE_MM = 0.1;

const FEWEST_SLICES = 3;
/** Of the distance between slices, the same; what is smaller counts. */
const PLACE_SHARE = 0.2;
/** Of the usual distance: from there on another slice would have room. */
const HOLE = 1.9;
/** Of the thickness of a slice: as far it tells of what is around it. */
const REACH = 1.1;
/** Uneven slices are evened out at no smaller share of their usual distance: two that nearly touch are not worth ten others. */
const FINEST_SHARE = 1 / 4;

export interface SliceDepth {
  /** Along the normal, millimetres. */
  readonly depth: number;
  /** Millimetres, where the slice says it. */
  readonly thickness?: number | undefined;
}

export interface SliceGrid {
  /** Of the slices of an even box from the first slice to the last: how many, and how far from each other in millimetres. */
  readonly count: number;
  readonly spacing: number;
  /** Of the slices that there are, in millimetres from the first, in rising order. */
  readonly depths: readonly number[];
  /** Which of them each of what was asked about is. */
  readonly indexes: readonly number[];
  /** The box has them as they are. */
  readonly isEven: boolean;
}

export type NoSliceGrid = {
  readonly refusal: 'fewSlices' | 'missing';
  /** Slices that are missing. */
  readonly figure?: number;
};

/** @param slices in rising order; some may be at one place */
export function sliceGridOf(slices: readonly SliceDepth[]): SliceGrid | NoSliceGrid {
  const usual = medianOf(gapsOf(slices.map(({ depth }) => depth)).filter((gap) => gap > PLACE_MM / 2));
  if (usual === undefined) return { refusal: 'fewSlices' };
  const indexes = placesOf(slices, 2 * toleranceOf(usual));
  // The first of each place stands for it.
  const firsts = slices.filter((_, i) => indexes[i] !== indexes[i - 1]);
  if (firsts.length < FEWEST_SLICES) return { refusal: 'fewSlices' };
  const depths = firsts.map(({ depth }) => depth - firsts[0]!.depth);
  const gaps = gapsOf(depths);
  const missing = gaps.reduce((sum, gap, i) => {
    const isTold = gap <= REACH * Math.max(...firsts.slice(i, i + 2).map(({ thickness = 0 }) => thickness));
    return gap > HOLE * usual && !isTold ? sum + Math.round(gap / usual) - 1 : sum;
  }, 0);
  if (missing > 0) return { refusal: 'missing', figure: missing };
  const box = boxOf(depths.at(-1)!, usual);
  if (isEvenIn(box, depths)) return { ...box, depths, indexes, isEven: true };
  const finest = Math.max(Math.min(...gaps), usual * FINEST_SHARE);
  return { ...boxOf(depths.at(-1)!, finest), depths, indexes, isEven: false };
}

const gapsOf = (depths: readonly number[]): number[] => depths.slice(1).map((depth, i) => depth - depths[i]!);

const medianOf = (values: readonly number[]): number | undefined =>
  values.toSorted((a, b) => a - b)[values.length >> 1];

const toleranceOf = (spacing: number): number => Math.min(PLACE_MM, spacing * PLACE_SHARE);

/** Which place each slice is at. @param apart millimetres up to which two are at one */
function placesOf(slices: readonly SliceDepth[], apart: number): number[] {
  let [place, from] = [-1, Number.NEGATIVE_INFINITY];
  return slices.map(({ depth }) => {
    if (depth - from > apart) [place, from] = [place + 1, depth];
    return place;
  });
}

type Box = Pick<SliceGrid, 'count' | 'spacing'>;

function boxOf(extent: number, wanted: number): Box {
  const steps = Math.round(extent / wanted);
  return { count: steps + 1, spacing: extent / steps };
}

function isEvenIn({ count, spacing }: Box, depths: readonly number[]): boolean {
  const isThere = (depth: number, i: number) => Math.abs(depth - i * spacing) <= toleranceOf(spacing);
  return count === depths.length && depths.every(isThere);
}
