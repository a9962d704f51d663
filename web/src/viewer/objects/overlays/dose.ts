/** Dose grids (PS3.3 A.18, C.8.8.3): dose on planes one behind the other, in the same directions. */
import { type JsonInstance, numbersIn, textIn } from '../../../api/dicom-web.ts';
import type { Vector } from '../../engine/orientation.ts';
import type { Rgb } from './colours.ts';
import { distanceTo, isParallel, type Plane, pixelAt, planeOf } from './plane.ts';
import { overlayTags as tags } from './tags.ts';

export interface DoseGrid {
  readonly sopInstanceUid: string;
  readonly columns: number;
  readonly rows: number;
  /** Of a sample. */
  readonly bits: number;
  /** Of the first plane. */
  readonly plane: Plane;
  /** Of each plane from the first, along its normal, mm. */
  readonly offsets: readonly number[];
  /** Dose of a sample of 1. */
  readonly scaling: number;
  /** "Gy", or "%" where dose is relative. */
  readonly unit: string;
}

/** undefined: it says not where it is, or how much a sample is. */
export function readDoseGrid(instance: JsonInstance): DoseGrid | undefined {
  const first = (tag: string) => numbersIn(instance, tag)[0] ?? 0;
  const plane = planeOf(instance);
  const scaling = first(tags.DoseGridScaling);
  if (!plane || scaling === 0) return undefined;
  return {
    sopInstanceUid: textIn(instance, tags.SOPInstanceUID),
    ...{
      columns: first(tags.Columns),
      rows: first(tags.Rows),
      bits: first(tags.BitsAllocated),
      plane,
      scaling,
    },
    offsets: offsetsOf(instance, plane),
    unit: textIn(instance, tags.DoseUnits) === 'RELATIVE' ? '%' : 'Gy',
  };
}

/** From the first plane; where it is not 0, they are places along the axis of the patient (PS3.3 C.8.8.3.2). */
function offsetsOf(instance: JsonInstance, { position, normal }: Plane): number[] {
  const vector = numbersIn(instance, tags.GridFrameOffsetVector);
  if (vector.length === 0) return [0];
  return vector[0] === 0 ? vector : vector.map((z) => (z - position[2]) * normal[2]);
}

/** Two planes of a grid, and how much the second one counts. */
export interface DoseBetween {
  /** From 1. */
  readonly frames: readonly [number, number];
  readonly share: number;
}

/** What a dose is worked out of on the plane of an image; undefined where it is beside the grid, or lies across it. */
export function doseOn({ plane, offsets }: DoseGrid, image: Plane): DoseBetween | undefined {
  return isParallel(plane, image) ? doseBetween({ offsets }, distanceTo(plane, image.position)) : undefined;
}

/** @param at mm from the first plane along its normal; undefined outside of the grid */
function doseBetween({ offsets }: Pick<DoseGrid, 'offsets'>, at: number): DoseBetween | undefined {
  const order = offsets.map((offset, i) => ({ offset, frame: i + 1 })).sort((a, b) => a.offset - b.offset);
  const behind = order.findLast(({ offset }) => offset <= at + ON_PLANE);
  const next = order.find(({ offset }) => offset >= at - ON_PLANE);
  if (!behind || !next) return undefined;
  const gap = next.offset - behind.offset;
  return { frames: [behind.frame, next.frame], share: gap > 0 ? (at - behind.offset) / gap : 0 };
}

/** At a place of the patient; undefined outside of the grid. @param doseOfFrame from 1 */
export function doseAt(
  grid: DoseGrid,
  place: Vector,
  doseOfFrame: (frame: number) => Float32Array,
): number | undefined {
  const [column, row] = pixelAt(grid.plane, place).map(Math.round) as [number, number];
  if (column < 0 || row < 0 || column >= grid.columns || row >= grid.rows) return undefined;
  const found = doseBetween(grid, distanceTo(grid.plane, place));
  if (!found) return undefined;
  const index = row * grid.columns + column;
  const [a, b] = found.frames.map((frame) => doseOfFrame(frame)[index] ?? 0) as [number, number];
  return a * (1 - found.share) + b * found.share;
}

/** mm: rounding. */
const ON_PLANE = 0.01;

/** Samples of a frame, which are whole numbers of 16 or 32 bits in little endian, as dose. */
export function doseIn(bytes: Uint8Array, { bits, scaling, columns, rows }: DoseGrid): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = Math.min(columns * rows, Math.floor(bytes.length / (bits / 8)));
  return Float32Array.from(
    { length: count },
    (_, i) => (bits === 32 ? view.getUint32(4 * i, true) : view.getUint16(2 * i, true)) * scaling,
  );
}

/** From blue over green and yellow to red. @param share of the most, 0 to 1 */
export function washColour(share: number): Rgb {
  const at = Math.min(1, Math.max(0, share)) * (stops.length - 1);
  const low = Math.min(stops.length - 2, Math.floor(at));
  const part = at - low;
  return [0, 1, 2].map((i) =>
    Math.round(stops[low]![i]! + (stops[low + 1]![i]! - stops[low]![i]!) * part),
  ) as unknown as Rgb;
}

const stops: readonly Rgb[] = [
  [40, 60, 220],
  [40, 200, 220],
  [60, 200, 70],
  [240, 220, 50],
  [230, 40, 40],
];
