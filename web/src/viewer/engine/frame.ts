/** What a frame says of itself, with what its functional groups say (PS3.3 C.7.6.16). */
import { Enums, metaData } from '@cornerstonejs/core';
import { type Calibration, calibrationOf, type SpacingElements } from './calibration.ts';
import type { Rescale } from './look.ts';
import type { SeriesImages } from './series-images.ts';
import { ultrasoundRegions } from './ultrasound-regions.ts';

type FrameElement =
  | 'ImageOrientationPatient'
  | 'ImagePositionPatient'
  | 'FrameOfReferenceUID'
  | 'SliceThickness'
  | 'RescaleIntercept'
  | 'RescaleSlope'
  | 'RescaleType';

export const frameOf = (id: string): Partial<Record<FrameElement, unknown>> & SpacingElements =>
  (metaData.get(Enums.MetadataModules.INSTANCE, id) as Partial<Record<FrameElement, unknown>>) ?? {};

/** @param index from 0 */
export const frameCalibration = (images: SeriesImages, index: number): Calibration =>
  calibrationOf(frameOf(images.ids[index] ?? ''), ultrasoundRegions(images.instances[index] ?? {}));

/** Millimetres, of a frame; undefined where it does not say. */
export function thicknessOf(images: SeriesImages, index: number): number | undefined {
  const id = images.ids[index];
  return id === undefined ? undefined : Number(frameOf(id).SliceThickness) || undefined;
}

/** From stored values of a frame to those that it means; the same where it does not say. */
export function rescaleOf(images: SeriesImages, index: number): Rescale {
  const { RescaleSlope, RescaleIntercept } = frameOf(images.ids[index] ?? '');
  return { slope: Number(RescaleSlope ?? 1) || 1, intercept: Number(RescaleIntercept ?? 0) || 0 };
}
