/** Where a frame lies in the patient (PS3.3 C.7.6.2.1.1), also of enhanced objects (PS3.3 C.7.6.16.2.3, C.7.6.16.2.4). */
import { type Dataset, tags } from '../../dicom/index.ts';
import { functionalGroups, macro } from './frame-groups.ts';

type Vector = readonly [number, number, number];

export interface FramePlace {
  /** The middle of the first pixel, mm. */
  readonly position: Vector;
  /** Of length 1, out of the plane. */
  readonly normal: Vector;
}

/** @param frame counted from 0. Undefined where the data set does not say, or says what is none. */
export function readFramePlace(dataset: Dataset, frame: number): FramePlace | undefined {
  const groups = functionalGroups(dataset, frame);
  const numbers = (sequence: number, tag: number, count: number) =>
    macro(dataset, groups, sequence)
      .map((item) => item.numbers(tag))
      .find((values) => values.length === count && values.every(Number.isFinite));
  const position = numbers(tags.PlanePositionSequence, tags.ImagePositionPatient, 3);
  const axes = numbers(tags.PlaneOrientationSequence, tags.ImageOrientationPatient, 6);
  if (!position || !axes) return undefined;
  const [a, b, c, d, e, f] = axes as [number, number, number, number, number, number];
  const normal = [b * f - c * e, c * d - a * f, a * e - b * d] as const;
  const length = Math.hypot(...normal);
  if (length < 0.5) return undefined;
  const [x = 0, y = 0, z = 0] = normal.map((value) => value / length);
  return { position: position as unknown as Vector, normal: [x, y, z] };
}
