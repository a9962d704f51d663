/** Series of the archive as NIfTI files. */
export { type ExportNifti, exportNifti, type VolumesParts } from './export-nifti.ts';
export { type KeepNifti, keepNifti } from './keep-nifti.ts';
export { type StoredSeries, storedSeries } from './series-of.ts';
