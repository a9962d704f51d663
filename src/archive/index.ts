export { Archive } from './archive.ts';
export type { IngestResult } from './committer.ts';
export type { IngestRequest } from './ingest.ts';
export { type OpenArchive, type OpenOptions, openArchive } from './open.ts';
export type { ArchiveSettings } from './parts.ts';
