export { type DemoFile, demoHistory } from './demo/index.ts';
export {
  type Dicomdir,
  DicomdirBuilder,
  type DicomdirEntry,
  type DirectoryRecord,
  isFileId,
  numberedFileId,
  type ReferencedFile,
  readDicomdir,
  referencedFiles,
  type WriteDicomdirOptions,
  writeDicomdir,
} from './dicomdir/index.ts';
export {
  type FindOptions,
  type FoundFile,
  findDicomFiles,
  SNIFF_BYTES,
  type Sniffed,
  sniff,
} from './disc/index.ts';
export { FolderWriter } from './folder-writer.ts';
export { beginsAs, guessMediaType, MEDIA_TYPE_HEAD } from './media-type.ts';
export { readZip, type ZipMember } from './zip/read-zip.ts';
export { writeZip, type ZipEntry } from './zip/write-zip.ts';
