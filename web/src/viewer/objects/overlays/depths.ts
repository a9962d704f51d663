/** Slices that lie upon each other, by how deep they are. Pure. */

/** mm: what is closer is one slice, rounded. */
const SAME = 0.01;

/** Each once, in rising order. */
export const depthsOf = (depths: readonly number[]): number[] =>
  depths.toSorted((a, b) => a - b).filter((depth, i, sorted) => i === 0 || depth - sorted[i - 1]! > SAME);

/** Between slices that follow each other: some may be missing. Undefined of a single one. */
export function gapBetween(depths: readonly number[]): number | undefined {
  const gaps = depths.slice(1).map((depth, i) => depth - depths[i]!);
  return gaps.length === 0 ? undefined : Math.min(...gaps);
}
