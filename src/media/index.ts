export { type DemoFile, demoHistory } from './demo/index.ts';
export {
  type Dicomdir,
  DicomdirBuilder,
  type DicomdirEntry,
  type DirectoryRecord,
  isFileId,
  numberedFileId,
  readDicomdir,
  type WriteDicomdirOptions,
  writeDicomdir,
} from './dicomdir/index.ts';
export { type FindOptions, type FoundFile, findDicomFiles } from './disc/index.ts';
export { FilesBeside, nameOfFile } from './files-beside.ts';
export { FolderWriter } from './folder-writer.ts';
export {
  type DiscFile,
  type DiscImage,
  isDiscImage,
  type OpenDiscFile,
  openDiscImage,
} from './image/index.ts';
export { type Iso9660File, Iso9660Image, type Iso9660Options } from './iso9660/index.ts';
export { beginsAs, guessMediaType, MEDIA_TYPE_HEAD } from './media-type.ts';
export { readZip, type ZipMember } from './zip/read-zip.ts';
export { writeZip, type ZipEntry } from './zip/write-zip.ts';
