export { isFileId, numberedFileId } from './file-id.ts';
export { type Dicomdir, type DirectoryRecord, readDicomdir } from './read-dicomdir.ts';
export type { DicomdirEntry } from './record-tree.ts';
export { type ReferencedFile, referencedFiles } from './referenced-files.ts';
export { DicomdirBuilder, type WriteDicomdirOptions, writeDicomdir } from './write-dicomdir.ts';
