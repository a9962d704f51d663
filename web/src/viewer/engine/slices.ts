/** The slices of a series in space. */
import { numbersIn } from '../../api/dicom-web.ts';
import { frameCalibration, frameOf } from './frame.ts';
import type { Vector } from './orientation.ts';
import type { SeriesImages } from './series-images.ts';
import type { Slice } from './slice-geometry.ts';
import { tags } from './tags.ts';

/** Undefined of images that are nowhere: films, ultrasound. */
function sliceAt(images: SeriesImages, index: number): Slice | undefined {
  const frame = frameOf(images.ids[index] ?? '');
  const instance = images.instances[index] ?? {};
  const position = vectorOf(frame.ImagePositionPatient, 0);
  const row = vectorOf(frame.ImageOrientationPatient, 0);
  const column = vectorOf(frame.ImageOrientationPatient, 3);
  const { spacing } = frameCalibration(images, index);
  if (!position || !row || !column || !spacing) return undefined;
  return {
    frameOfReference: String(frame.FrameOfReferenceUID ?? ''),
    ...{ position, row, column, spacing: [spacing.x, spacing.y] },
    columns: numbersIn(instance, tags.Columns)[0] ?? 0,
    rows: numbersIn(instance, tags.Rows)[0] ?? 0,
  };
}

const known = new WeakMap<SeriesImages, readonly (Slice | undefined)[]>();

/** Of all images of a series, worked out once. */
export function slicesOf(images: SeriesImages): readonly (Slice | undefined)[] {
  const before = known.get(images);
  if (before) return before;
  const slices = images.ids.map((_, index) => sliceAt(images, index));
  known.set(images, slices);
  return slices;
}

function vectorOf(value: unknown, from: number): Vector | undefined {
  const numbers = Array.isArray(value) ? value.slice(from, from + 3).map(Number) : [];
  const [x, y, z] = numbers;
  return x === undefined || y === undefined || z === undefined || !numbers.every(Number.isFinite)
    ? undefined
    : [x, y, z];
}
