/** Gives Cornerstone the slices of NIfTI files that are open. */
import { imageLoader, type Types } from '@cornerstonejs/core';
import { type SampleArray, sliceOf } from '../../../../src/nifti/index.ts';
import { giveElements } from '../engine/elements.ts';
import { madeImage } from '../engine/made-image.ts';
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
  const isColour = samples.length > columns * rows;
  return madeImage({
    ...{ id, columns, rows, samples, spacing },
    range: extremesOf(samples),
    window: isColour ? { center: 128, width: 256 } : fullWindow(series.range),
  });
}

function extremesOf(samples: SampleArray): [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const sample of samples) {
    if (sample < least) least = sample;
    if (sample > most) most = sample;
  }
  return [least, most];
}
