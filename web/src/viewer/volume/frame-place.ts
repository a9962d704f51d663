/** Where a frame lies in the patient: from its instance, or from its functional groups (PS3.3 C.7.6.2, C.7.6.16). */
import { type JsonInstance, numbersIn, textIn } from '../../api/dicom-web.ts';
import type { Vector } from '../engine/orientation.ts';
import { tags } from '../engine/tags.ts';
import { volumeTags } from './volume-tags.ts';

export interface FramePlace {
  /** Middle of the first sample, in millimetres. */
  readonly position: Vector;
  /** Where a row goes, and where a column goes; both of length 1. */
  readonly row: Vector;
  readonly column: Vector;
  /** Between the middles of samples along a row, and along a column, in millimetres. */
  readonly spacing: readonly [number, number];
  /** Samples in a row, and in a column. */
  readonly size: readonly [number, number];
  readonly frameOfReference: string;
}

/** Undefined where the frame does not say all of it. */
export function placeOf(frame: JsonInstance): FramePlace | undefined {
  const position = numbersIn(frame, tags.ImagePositionPatient);
  const axes = numbersIn(frame, tags.ImageOrientationPatient);
  const [betweenRows, betweenColumns] = numbersIn(frame, volumeTags.PixelSpacing);
  const [rows] = numbersIn(frame, tags.Rows);
  const [columns] = numbersIn(frame, tags.Columns);
  if (position.length !== 3 || axes.length !== 6 || !betweenRows || !betweenColumns || !rows || !columns)
    return undefined;
  return {
    position: position as unknown as Vector,
    row: axes.slice(0, 3) as unknown as Vector,
    column: axes.slice(3) as unknown as Vector,
    spacing: [betweenColumns, betweenRows],
    size: [columns, rows],
    frameOfReference: textIn(frame, volumeTags.FrameOfReferenceUID),
  };
}
