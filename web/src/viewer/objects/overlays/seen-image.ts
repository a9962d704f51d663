/** The image that is seen, as what lies over it needs to know it. */
import { numbersIn, textIn } from '../../../api/dicom-web.ts';
import type { SeriesImages } from '../../engine/series-images.ts';
import { type Plane, planeOf } from './plane.ts';
import { overlayTags as tags } from './tags.ts';

export interface SeenImage {
  readonly sopInstanceUid: string;
  /** From 0. */
  readonly frame: number;
  readonly plane: Plane | undefined;
  readonly columns: number;
  readonly rows: number;
}

/** @param index from 0, among all frames: one instance after the other, frame after frame */
export function seenImage({ instances }: SeriesImages, index: number): SeenImage {
  const instance = instances[index]!;
  const frame = index - instances.indexOf(instance);
  return {
    sopInstanceUid: textIn(instance, tags.SOPInstanceUID),
    frame,
    plane: planeOf(instance, frame),
    columns: numbersIn(instance, tags.Columns)[0] ?? 0,
    rows: numbersIn(instance, tags.Rows)[0] ?? 0,
  };
}
