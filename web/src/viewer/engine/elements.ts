/**
 * The elements of images as Cornerstone reads them. It has a form of its own, into which those of an instance are brought when an image
 * of it is first asked for: of hundreds of images one is seen first.
 */
import { Enums, metaData } from '@cornerstonejs/core';
import { utilities } from '@cornerstonejs/metadata';
import type { JsonInstance } from '../../api/dicom-web.ts';

/** Before all that look for something of an image. */
const FIRST = 20_000;

/** By the id of their first frame. */
const waiting = new Map<string, JsonInstance>();

/** Called once. */
export const provideElements = (): void => metaData.addProvider(bring, FIRST);

/** @param firstFrame id under which the first frame of an instance is loaded */
export function giveElements(firstFrame: string, instance: JsonInstance): void {
  waiting.set(firstFrame, instance);
}

/** Of all images. */
export function forgetElements(): void {
  waiting.clear();
  utilities.clearTypedCacheData(Enums.MetadataModules.NATURALIZED);
}

/** Says nothing itself: those that are asked after it do. */
function bring(_type: string, id: unknown): undefined {
  if (typeof id !== 'string') return;
  const firstFrame = id.replace(/\/frames\/\d+$/, '/frames/1');
  const instance = waiting.get(firstFrame);
  if (!instance) return;
  waiting.delete(firstFrame);
  utilities.addDicomWebInstance(firstFrame, instance);
}
