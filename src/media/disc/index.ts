export { type FindOptions, type FoundFile, findDicomFiles } from './find-dicom-files.ts';
export { SNIFF_BYTES, type Sniffed, sniff } from './sniff.ts';
