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
 * Rows that the last batches touched, so that most of a batch needs no look-up. Only what was committed is in here:
 * a unit of work changes copies and hands them over afterwards.
 */
export class KnownRows {
  readonly patients = new Map<string, PatientRow>();
  readonly studies = new Map<string, StudyRow>();
  readonly series = new Map<string, SeriesRow>();

  /** A patient, study or series changed otherwise. */
  clear(): void {
    this.patients.clear();
    this.studies.clear();
    this.series.clear();
  }

  /** Forgets everything at once when full: rows hold each other, and the next batches fill it again. */
  makeRoom(): void {
    const largest = Math.max(this.patients.size, this.studies.size, this.series.size);
    if (largest > MAXIMUM_ROWS) this.clear();
  }
}

export const seriesKey = (study: StudyRow, seriesInstanceUid: string): string =>
  `${study.id}\\${seriesInstanceUid}`;

/** A list in one column, sorted, with one more member. */
export function withMember(list: string, member: string): string {
  if (list === '') return member;
  const members = list.split('\\');
  return members.includes(member) ? list : [...members, member].sort().join('\\');
}
