import type { RowMemory, Work } from '../engine/engine.ts';
import type { InstanceIdentity } from '../record/instance-record.ts';
import type { Versions } from './lookup.ts';
import { saveTally, Tally } from './tally.ts';

/** A patient row as far as ingest changes it. */
export interface PatientRow {
  readonly id: number;
  readonly key: string;
  studyCount: number;
  seriesCount: number;
  instanceCount: number;
  /** Which instance gave the attributes; see describe.ts. */
  describedBy: string;
}

export interface StudyRow {
  readonly id: number;
  readonly uid: string;
  patient: PatientRow;
  seriesCount: number;
  instanceCount: number;
  size: number;
  offlineCount: number;
  modalities: string;
  sopClasses: string;
  describedBy: string;
  lastReceivedAt: string;
  quietPending: number;
}

export interface SeriesRow {
  readonly id: number;
  readonly uid: string;
  readonly study: StudyRow;
  modality: string | null;
  instanceCount: number;
  size: number;
  offlineCount: number;
  sopClasses: string;
  transferSyntaxes: string;
  senders: string;
  describedBy: string;
  lastReceivedAt: string;
  quietPending: number;
}

/** Rows of each kind that are remembered; a study in arrival needs one of each. */
const MAXIMUM_ROWS = 4_096;

/**
 * Rows that the last batches touched, so that most of a batch needs no look-up. Batches change them in place; what they
 * counted is written for many batches at once (see RowMemory).
 */
export class KnownRows implements RowMemory {
  readonly patients = new Map<string, PatientRow>();
  readonly studies = new Map<string, StudyRow>();
  readonly series = new Map<string, SeriesRow>();
  /** What is there under an identity, for those that were looked up and not written since. */
  readonly versions = new Map<string, Versions>();
  /** What was counted and is not written yet. */
  tally = new Tally();

  get hasUnsaved(): boolean {
    return !this.tally.isEmpty;
  }

  *save(): Work<void> {
    yield* this.saveCounts();
    this.makeRoom();
  }

  /** The same in the middle of a batch: no row is forgotten. */
  *saveCounts(): Work<void> {
    yield* saveTally(this.tally);
    this.tally = new Tally();
  }

  forget(): void {
    this.tally = new Tally();
    this.clear();
  }

  /** Something else changes rows, after everything was saved. */
  clear(): void {
    this.patients.clear();
    this.studies.clear();
    this.series.clear();
    this.versions.clear();
  }

  /** Between batches. Forgets everything at once when full: rows hold each other, and the next batches fill it again. */
  makeRoom(): void {
    if (this.hasUnsaved) return;
    const largest = Math.max(this.patients.size, this.studies.size, this.series.size, this.versions.size);
    if (largest > MAXIMUM_ROWS) this.clear();
  }
}

export const identityKey = ({
  studyInstanceUid,
  seriesInstanceUid,
  sopInstanceUid,
}: InstanceIdentity): string => `${studyInstanceUid}\\${seriesInstanceUid}\\${sopInstanceUid}`;

export const seriesKey = (study: StudyRow, seriesInstanceUid: string): string =>
  `${study.id}\\${seriesInstanceUid}`;
