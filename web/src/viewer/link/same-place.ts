/** Which image of a stack shows what another stack shows. Pure. */
import { depthFrom, isParallel, normalOf, type Slice, sharesSpace } from '../engine/slice-geometry.ts';
import { dot } from '../engine/vectors.ts';

type Slices = readonly (Slice | undefined)[];

/** Where two stacks stood when they were linked: they go on from there. */
export interface LinkedAt {
  readonly leader: number;
  readonly other: number;
}

/**
 * The index in the other stack: by position where both lie in one frame of reference, else by how far the leader has come, in
 * millimetres where both are slices, in images where not. Undefined where they cannot go together: slices across each other.
 */
export function samePlace(
  leader: Slices,
  index: number,
  other: Slices,
  linked: LinkedAt,
): number | undefined {
  const now = leader[index];
  const before = leader[linked.leader];
  const start = other[linked.other];
  // Films of one series are beside each other to be seen together.
  if (!now || !before || !start) return leader === other ? undefined : linked.other + index - linked.leader;
  if (!isParallel(now, start)) return undefined;
  if (sharesSpace(now, start)) return nearest(other, (slice) => depthFrom(now, slice));
  const come = depthFrom(before, now);
  // Normals may point either way: depth counts to the same side of the patient.
  const side = Math.sign(dot(normalOf(before), normalOf(start)));
  return nearest(other, (slice) => side * depthFrom(start, slice) - come);
}

/** The slice whose distance is the least. */
function nearest(slices: Slices, distanceTo: (slice: Slice) => number): number | undefined {
  let best: number | undefined;
  let least = Infinity;
  for (const [i, slice] of slices.entries()) {
    const distance = slice ? Math.abs(distanceTo(slice)) : Infinity;
    if (distance < least) [best, least] = [i, distance];
  }
  return best;
}
