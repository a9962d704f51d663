export { BudgetSource } from './budget-source.ts';
export { type ByteSource, FileSource, readBytes, readWhatCanBe } from './byte-source.ts';
export { damaged } from './damaged.ts';
export { type Extent, ExtentSource, lengthOf } from './extents.ts';
export { contentsOfSectors, hasRawSectors, SECTOR } from './raw-sectors.ts';
export type {
  DamagedNode,
  DiscContent,
  DiscFolder,
  DiscNode,
  FolderProblem,
  Volume,
  VolumeFormat,
} from './volume.ts';
