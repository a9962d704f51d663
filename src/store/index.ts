export { AppendFile } from './append-file.ts';
export {
  type BlobDraft,
  type BlobEntry,
  type BlobHash,
  type BlobHead,
  type BlobStat,
  type BlobStore,
  type ByteRange,
  type DraftOptions,
  type Leftover,
  MAX_READ_ALL,
  type OpenBlob,
  type SealedBlob,
  type SettlingOptions,
  type StoreHealth,
  type StoreSpace,
} from './blob-store.ts';
export { type DataDirectory, isDataDirectory, openDataDirectory } from './data-directory.ts';
export { MAX_BUFFERED_BODY } from './file-draft.ts';
export { FileStore, type FileStoreOptions, MAX_BUFFERED_TOTAL } from './file-store.ts';
export { identityOfKey, instanceKey, isVariantKey, studyFolder } from './instance-key.ts';
export { checkKey, MAX_KEY_LENGTH, MAX_SEGMENT_BYTES } from './keys.ts';
export { LOCAL_STORE, type Location, type LocationForm } from './location.ts';
export { type DirectoryLock, lockDataDirectory } from './lock.ts';
export { isPlaced, PLACING_PREFIX, type PlacedForm, placeFile } from './place-file.ts';
export type { PrivateFiles } from './private-files.ts';
export { newestFirst, noteKeyOf, QUARANTINE } from './quarantine.ts';
export {
  MAX_PENDING_RECORD_BYTES,
  MAX_RECORD_FILE_BYTES,
  type ReadRecordsOptions,
  RecordJournal,
  type RecordJournalOptions,
} from './record-journal.ts';
export { type JournalRecord, MAX_RECORD_BYTES } from './record-line.ts';
export { Secrets, type SecretsOptions } from './secrets.ts';
export { MAX_UNSETTLED } from './settler.ts';
