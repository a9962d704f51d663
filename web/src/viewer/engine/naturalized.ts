/**
 * The elements of images as Cornerstone reads them. It has a form of its own, into which those of an instance are brought when an image
 * of it is first asked for: of hundreds of images one is seen first.
 */
import { Enums, metaData } from '@cornerstonejs/core';
import { utilities } from '@cornerstonejs/metadata';
import { elementsOf } from './elements.ts';

/** Before all that look for something of an image. */
const FIRST = 20_000;

/** Ids of the first frames of instances whose elements it has. */
const brought = new Set<string>();

/** Called once. */
export const provideElements = (): void => metaData.addProvider(bring, FIRST);

/** Of all images. */
export function dropNaturalized(): void {
  brought.clear();
  utilities.clearTypedCacheData(Enums.MetadataModules.NATURALIZED);
}

/** Says nothing itself: those that are asked after it do. */
function bring(_type: string, id: unknown): undefined {
  if (typeof id !== 'string') return;
  const firstFrame = id.replace(/\/frames\/\d+$/, '/frames/1');
  if (brought.has(firstFrame)) return;
  const instance = elementsOf(firstFrame);
  if (!instance) return;
  brought.add(firstFrame);
  utilities.addDicomWebInstance(firstFrame, instance);
}
