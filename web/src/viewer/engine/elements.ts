/** The elements of images that were read, for whoever asks after one of their frames. */
import type { JsonInstance } from '../../api/dicom-web.ts';

/** By the id of their first frame. */
const given = new Map<string, JsonInstance>();

/** @param firstFrame id under which the first frame of an instance is loaded */
export function giveElements(firstFrame: string, instance: JsonInstance): void {
  given.set(firstFrame, instance);
}

export const elementsOf = (firstFrame: string): JsonInstance | undefined => given.get(firstFrame);

/** Of all images. */
export const forgetElements = (): void => given.clear();
