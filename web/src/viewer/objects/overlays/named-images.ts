/** Images that an object refers to by their UIDs (PS3.3 Table 10-3). */
import { itemsIn, type JsonInstance, numbersIn, textIn } from '../../../api/dicom-web.ts';
import type { SeenImage } from './seen-image.ts';
import { overlayTags as tags } from './tags.ts';

export interface NamedImage {
  readonly sopInstanceUid: string;
  /** From 1; empty for all. */
  readonly frames: readonly number[];
}

/** @param sequence tag of the sequence that names them */
export const namedImages = (item: JsonInstance, sequence: string): NamedImage[] =>
  itemsIn(item, sequence).map((named) => ({
    sopInstanceUid: textIn(named, tags.ReferencedSOPInstanceUID),
    frames: numbersIn(named, tags.ReferencedFrameNumber),
  }));

export const isAmong = (
  images: readonly NamedImage[],
  { sopInstanceUid, frame }: Pick<SeenImage, 'sopInstanceUid' | 'frame'>,
): boolean =>
  images.some(
    (image) =>
      image.sopInstanceUid === sopInstanceUid &&
      (image.frames.length === 0 || image.frames.includes(frame + 1)),
  );
