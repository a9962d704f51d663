import type { Clock, Logger } from '../base/index.ts';
import type { Catalog } from '../catalog/index.ts';
import type { FileStore, RecordJournal } from '../store/index.ts';
import type { Committer } from './committer.ts';
import type { DiskReserve } from './disk-reserve.ts';
import type { FileKeeper } from './keep-file.ts';
import type { Quotas } from './quotas.ts';
import type { Records } from './records.ts';
import type { Refusals } from './refusals.ts';
import type { StudyViews } from './study-views.ts';
import type { Transcoder } from './transcoder.ts';

/** What every use-case works with. Constructed once, in `open.ts`. */
export interface ArchiveParts {
  readonly store: FileStore;
  readonly catalog: Catalog;
  readonly journal: RecordJournal;
  readonly records: Records;
  readonly committer: Committer;
  readonly fileKeeper: FileKeeper;
  readonly quotas: Quotas;
  readonly reserve: DiskReserve;
  readonly refusals: Refusals;
  readonly views: StudyViews;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly settings: ArchiveSettings;
  /** Without it compressed instances go out as they are stored, or not at all. */
  readonly transcoder?: Transcoder | undefined;
}

export interface ArchiveSettings {
  readonly seriesQuietSeconds: number;
  readonly studyQuietSeconds: number;
  readonly trashGraceDays: number;
  readonly importConcurrency: number;
  /** Space that nothing which arrives may take; none when left out. */
  readonly diskReserveMegabytes?: number;
}
