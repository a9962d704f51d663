/** Which frame of which instance an image of a series is, and back. */
import { textIn } from '../../api/dicom-web.ts';
import type { SeriesImages } from '../engine/series-images.ts';
import { tags } from '../engine/tags.ts';
import type { ImageReference } from './measurement.ts';

/** @param index from 0 */
export function referenceOf({ study, series, ids, instances }: SeriesImages, index: number): ImageReference {
  const instance = instances[index] ?? {};
  const [, frame = '1'] = /\/frames\/(\d+)$/.exec(ids[index] ?? '') ?? [];
  return {
    ...{ study, series, frame: Number(frame) },
    sopClassUid: textIn(instance, tags.SOPClassUID),
    sopInstanceUid: textIn(instance, tags.SOPInstanceUID),
  };
}

/** From 0; undefined where it is not, or no longer, among the images. */
export function indexOf(
  { ids }: SeriesImages,
  { sopInstanceUid, frame }: ImageReference,
): number | undefined {
  const index = ids.findIndex((id) => id.endsWith(`/instances/${sopInstanceUid}/frames/${frame}`));
  return index < 0 ? undefined : index;
}
