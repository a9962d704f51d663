/** The use-cases of the archive: the only writer of imaging bytes and imaging tables. */
export {
  type AnswerColumn,
  answerDataset,
  type InstanceSelector,
  levels,
  type ParameterCondition,
  type ParameterDefinition,
  parseQuery,
  type Query,
  type QueryOrder,
  type SeriesIdentity,
  type ShownParameter,
  type StoredInstance,
  sequenceItems,
  uniqueKeys,
} from '../catalog/index.ts';
/** http/ does not know media/. */
export { beginsAs, MEDIA_TYPE_HEAD, writeZip } from '../media/index.ts';
export { Archive } from './archive.ts';
export { ArrivingInstances, type Failure, isFailure, type Outcome } from './arriving-instances.ts';
export type { CommitmentItem, CommitmentResult } from './commitment.ts';
export type { IngestResult } from './committer.ts';
export type { Disc } from './compose-disc.ts';
export type { DrawPicture } from './disc-pictures.ts';
export { type ElementEdits, editElements, requireTag } from './edit-elements.ts';
export type { NamedFile } from './export-named.ts';
export type { ExportStreamRequest, StreamedFile } from './export-stream.ts';
export { encodePublicHead } from './file-meta.ts';
export type { IngestRequest } from './ingest.ts';
export type { DicomFileIngest } from './ingest-dicom-file.ts';
export { type OpenArchive, type OpenOptions, openArchive } from './open.ts';
export type { ArchiveSettings } from './parts.ts';
export { pushAll } from './push-all.ts';
export { type Delivery, READ_AHEAD } from './retrieve.ts';
export type { Selector } from './select.ts';
export type { InstanceBytes, TakeMemory, Transcoder } from './transcoder.ts';
export { TransferReport } from './transfer-report.ts';
