/** Gives Cornerstone the slices of NIfTI files that are open. */
import { imageLoader, type Types, utilities } from '@cornerstonejs/core';
import { type SampleArray, sliceOf } from '../../../../src/nifti/index.ts';
import { giveElements } from '../engine/elements.ts';
import { fullWindow } from '../volume/own-window.ts';
import { NIFTI_SCHEME, type NiftiSeries, niftiId, niftiImageOf } from './nifti-series.ts';

/** By the digest of their file. */
const open = new Map<string, NiftiSeries>();
let isRegistered = false;

/** From now on its images can be loaded. @returns what ends that */
export function provide(series: NiftiSeries): () => void {
  if (!isRegistered) imageLoader.registerImageLoader(NIFTI_SCHEME, load as Types.ImageLoaderFn);
  isRegistered = true;
  const { digest } = series.source;
  open.set(digest, series);
  for (const [slice, elements] of series.all.instances.entries())
    giveElements(niftiId({ digest, slice, volume: 0 }), elements);
  return () => open.delete(digest);
}

/** Of images that are on the screen. @param digest of their file */
export const niftiOf = (digest: string): NiftiSeries | undefined => open.get(digest);

function load(id: string): { promise: Promise<Types.IImage> } {
  return { promise: Promise.try(imageOf, id) };
}

function imageOf(id: string): Types.IImage {
  const wanted = niftiImageOf(id);
  const series = wanted && open.get(wanted.digest);
  if (!series) throw new RangeError(`there is no image ${id}`);
  const samples = sliceOf(series.file, series.grid, wanted.slice, wanted.volume);
  const { columns, rows, spacing } = series.grid;
  const numberOfComponents = samples.length / (columns * rows);
  const isColour = numberOfComponents > 1;
  const voxelManager = utilities.VoxelManager.createImageVoxelManager({
    ...{ scalarData: samples, width: columns, height: rows, numberOfComponents },
  });
  const [minPixelValue, maxPixelValue] = extremesOf(samples);
  const { center, width } = isColour ? { center: 128, width: 256 } : fullWindow(series.range);
  return {
    ...{ imageId: id, columns, rows, width: columns, height: rows },
    ...{ color: isColour, rgba: false, numberOfComponents, invert: false },
    dataType: samples.constructor.name as Types.PixelDataTypedArrayString,
    columnPixelSpacing: spacing[0],
    rowPixelSpacing: spacing[1],
    ...{ slope: 1, intercept: 0, minPixelValue, maxPixelValue, windowCenter: center, windowWidth: width },
    sizeInBytes: samples.byteLength,
    voxelManager,
    getPixelData: () => samples,
  } as unknown as Types.IImage;
}

function extremesOf(samples: SampleArray): [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const sample of samples) {
    if (sample < least) least = sample;
    if (sample > most) most = sample;
  }
  return [least, most];
}
