export { isFileId, numberedFileId } from './file-id.ts';
export { type Dicomdir, type DirectoryRecord, readDicomdir } from './read-dicomdir.ts';
export { type ReferencedFile, referencedFiles } from './referenced-files.ts';
export { type DicomdirEntry, type WriteDicomdirOptions, writeDicomdir } from './write-dicomdir.ts';
