export { type FindOptions, type FoundFile, findDicomFiles } from './find-dicom-files.ts';
