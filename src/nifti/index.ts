/** NIfTI-1 and NIfTI-2, the files of volumes that researchers use: header, place in space, samples. Runs in a browser, too. */
export { placingOf } from './affine.ts';
export type { SampleArrayName } from './data-type.ts';
export { type NiftiGrid, niftiGrid } from './grid.ts';
export { type NiftiHeader, readNiftiHeader } from './header.ts';
export { type NiftiFile, readNifti } from './read.ts';
export { type SampleArray, sampleArrayOf, sliceOf, valueAt } from './samples.ts';
export { usualRange } from './usual-range.ts';
