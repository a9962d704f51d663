/** Masks that lie upon each other, as the volume that they fill: each reaches half-way to the next one. Pure. */
import type { Vector } from '../../engine/orientation.ts';
import { depthsOf, gapBetween } from './depths.ts';
import { sampleAt } from './mask-samples.ts';
import { distanceTo, isParallel, type Plane, pixelAt, placeAt } from './plane.ts';
import type { Rgba } from './reslice.ts';
import type { SeenImage } from './seen-image.ts';
import type { Mask, Segment, Segmentation } from './segmentation.ts';

export interface MaskStack {
  /** Of the first mask, from which depths are counted. */
  readonly plane: Plane;
  readonly gap: number;
  /** By the slice that they are in. */
  readonly slices: ReadonlyMap<number, readonly Mask[]>;
}

/** Where no other mask says it, mm. */
const USUAL_GAP = 1;

/** Undefined where masks do not say where they are, lie in several directions, or in another frame of reference. */
export function maskStackOf({ masks }: Segmentation, image: SeenImage): MaskStack | undefined {
  const [plane] = masks.flatMap((mask) => mask.plane ?? []);
  if (!plane || plane.frameOfReference !== image.plane?.frameOfReference) return undefined;
  if (!masks.every((mask) => mask.plane && isParallel(mask.plane, plane))) return undefined;
  const depthOf = (mask: Mask) => distanceTo(plane, mask.plane!.position);
  const gap = gapBetween(depthsOf(masks.map(depthOf))) ?? USUAL_GAP;
  return { plane, gap, slices: Map.groupBy(masks, (mask) => Math.round(depthOf(mask) / gap)) };
}

/** What an image cuts through. */
export function masksAcross({ plane, gap, slices }: MaskStack, image: SeenImage): Mask[] {
  if (!image.plane) return [];
  const seen = image.plane;
  const corners = [0, image.columns - 1].flatMap((column) =>
    [0, image.rows - 1].map((row) => Math.round(distanceTo(plane, placeAt(seen, column, row)) / gap)),
  );
  const [first, last] = [Math.min(...corners), Math.max(...corners)];
  return [...slices].flatMap(([slice, masks]) => (slice >= first && slice <= last ? masks : []));
}

/** @param bytesOf a mask that is there @param shown segments by number */
export function colourIn(
  { plane, gap, slices }: MaskStack,
  { columns, rows, bits, most }: Segmentation,
  bytesOf: (mask: Mask) => Uint8Array | undefined,
  shown: ReadonlyMap<number, Segment>,
): (place: Vector) => Rgba | undefined {
  return (place) => {
    for (const mask of slices.get(Math.round(distanceTo(plane, place) / gap)) ?? []) {
      const bytes = bytesOf(mask);
      const [column, row] = pixelAt(mask.plane!, place).map(Math.round) as [number, number];
      if (!bytes || column < 0 || row < 0 || column >= columns || row >= rows) continue;
      const sample = sampleAt(bytes, bits, row * columns + column);
      const segment = sample === 0 ? undefined : shown.get(mask.segment ?? sample);
      if (segment) return [...segment.colour, mask.segment === undefined ? 255 : (sample / most) * 255];
    }
    return undefined;
  };
}
