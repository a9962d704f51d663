/** Outlines that were drawn slice by slice, where an image cuts through the slices: each reaches half-way to the next one. Pure. */
import { cross, type Vector } from '../../engine/orientation.ts';
import { add, along, dot, lengthOf, normalized, subtract } from '../../engine/vectors.ts';
import { type Contour, type Outline, pointsIn, type Region } from './contours.ts';
import { depthsOf, gapBetween } from './depths.ts';
import { distanceTo, type Plane, pixelAt } from './plane.ts';

/** Where no other slice says it, mm. */
const USUAL_GAP = 1;
/** Of the cosine of two directions that are one: 1 degree. */
const PARALLEL = 0.9998;

/** mm between the slices that a region is drawn in; undefined of one that is drawn in one slice. */
export function gapOf({ contours }: Region): number | undefined {
  const closed = contours.filter(isClosed).map(({ data }) => pointsIn(data));
  const normal = closed.map(normalOf).find((found) => found !== undefined);
  if (!normal) return undefined;
  return gapBetween(depthsOf(closed.flatMap(([first]) => (first ? [dot(first, normal)] : []))));
}

/** Short lines where an image crosses the border of a region; none of slices that lie as the image does. */
export function bordersAcross(region: Region, plane: Plane): Outline[] {
  const half = (gapOf(region) ?? USUAL_GAP) / 2;
  return region.contours.filter(isClosed).flatMap(({ data }) => {
    const points = pointsIn(data);
    const normal = normalOf(points);
    if (!normal || Math.abs(dot(normal, plane.normal)) > PARALLEL) return [];
    const inImage = along(normal, plane.normal, -dot(normal, plane.normal));
    // So far along the image as the slice is thick.
    const way = half / dot(inImage, inImage);
    return crossings(points, plane).map((point) => ({
      isClosed: false,
      points: [-way, way].map((far) => pixelAt(plane, along(point, inImage, far))),
    }));
  });
}

const isClosed = ({ type }: Contour): boolean => type.startsWith('CLOSED');

/** Where the sides of a polygon go through a plane. */
function crossings(points: readonly Vector[], plane: Plane): Vector[] {
  return points.flatMap((a, i) => {
    const b = points[(i + 1) % points.length]!;
    const [before, behind] = [distanceTo(plane, a), distanceTo(plane, b)];
    if (before > 0 === behind > 0) return [];
    return [along(a, subtract(b, a), before / (before - behind))];
  });
}

/** Of length 1 (Newell's method); undefined of what has no area. */
function normalOf(points: readonly Vector[]): Vector | undefined {
  const [first] = points;
  if (!first) return undefined;
  const sum = points.reduce<Vector>(
    (all, a, i) => {
      const b = points[(i + 1) % points.length]!;
      return add(all, cross(subtract(a, first), subtract(b, first)));
    },
    [0, 0, 0],
  );
  return lengthOf(sum) > 0 ? normalized(sum) : undefined;
}
