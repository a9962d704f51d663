import { insertRows, type Row, statement, type Work } from '../engine/engine.ts';
import type { PatientRow, SeriesRow, StudyRow } from './known-rows.ts';

/** Changes of the totals of the archive. */
export interface Totals {
  patients: number;
  studies: number;
  /** What queries find: current, not in the trash. */
  series: number;
  instances: number;
  files: number;
  /** Of everything kept, whatever its state. */
  bytes: number;
}

export const noTotals = (): Totals => ({
  patients: 0,
  studies: 0,
  series: 0,
  instances: 0,
  files: 0,
  bytes: 0,
});

/** What counts of an instance. */
export interface Shown {
  readonly size: number;
  readonly sopClassUid: string;
  readonly transferSyntaxUid: string;
  readonly sender: string;
}

/**
 * Counts kept in rows, so that no query ever counts. Collects what a batch changes in remembered rows; each touched
 * row is written once.
 */
export class Tally {
  readonly totals: Totals = noTotals();
  readonly series = new Set<SeriesRow>();
  readonly newModalities: Row[] = [];

  get isEmpty(): boolean {
    return this.series.size === 0 && this.totals.bytes === 0 && this.totals.files === 0;
  }

  addFile(size: number): void {
    this.totals.files += 1;
    this.totals.bytes += size;
  }

  /** Any version of an instance arrived: the series is not quiet. */
  arrive(series: SeriesRow, size: number, at: string): void {
    this.series.add(series);
    this.totals.bytes += size;
    for (const row of [series, series.study]) {
      if (at > row.lastReceivedAt) row.lastReceivedAt = at;
      row.quietPending = 1;
    }
  }

  /** A version became the one that queries find, in place of `incumbent`. */
  show(
    series: SeriesRow,
    shown: Shown,
    incumbent: { readonly visible: boolean; readonly size: number } | undefined,
  ): void {
    const { study } = series;
    const replaced = incumbent?.visible ? incumbent.size : undefined;
    series.size += shown.size - (replaced ?? 0);
    study.size += shown.size - (replaced ?? 0);
    series.sopClasses = withMember(series.sopClasses, shown.sopClassUid);
    study.sopClasses = withMember(study.sopClasses, shown.sopClassUid);
    series.transferSyntaxes = withMember(series.transferSyntaxes, shown.transferSyntaxUid);
    // Senders are people's and machines' names: a backslash would be two.
    series.senders = withMember(series.senders, shown.sender.replaceAll('\\', '/'));
    if (replaced === undefined) this.#countUp(series, study, study.patient);
  }

  #countUp(series: SeriesRow, study: StudyRow, patient: PatientRow): void {
    if (series.instanceCount === 0) this.#addSeries(series, study, patient);
    series.instanceCount += 1;
    study.instanceCount += 1;
    patient.instanceCount += 1;
    this.totals.instances += 1;
  }

  #addSeries(series: SeriesRow, study: StudyRow, patient: PatientRow): void {
    if (study.instanceCount === 0) {
      if (patient.instanceCount === 0) this.totals.patients += 1;
      patient.studyCount += 1;
      this.totals.studies += 1;
    }
    study.seriesCount += 1;
    patient.seriesCount += 1;
    this.totals.series += 1;
    if (series.modality) this.#addModality(study, series.modality);
  }

  #addModality(study: StudyRow, modality: string): void {
    const modalities = withMember(study.modalities, modality);
    if (modalities === study.modalities) return;
    study.modalities = modalities;
    this.newModalities.push([modality, study.id]);
  }
}

/** A list in one column, sorted, with one more member. */
function withMember(list: string, member: string): string {
  if (list === '') return member;
  const members = list.split('\\');
  return members.includes(member) ? list : [...members, member].sort().join('\\');
}

/** Another version takes its place. */
export function* demote(itemId: number): Work<void> {
  yield* statement('UPDATE instance SET is_current = 0 WHERE item_id = ?', [itemId]);
}

const modalityColumns = ['modality', 'study_row'];

export function* saveTally(tally: Tally): Work<void> {
  const studies = new Set([...tally.series].map((series) => series.study));
  const patients = new Set([...studies].map((study) => study.patient));
  for (const series of tally.series) yield* saveSeries(series);
  for (const study of studies) yield* saveStudy(study);
  for (const patient of patients) yield* savePatient(patient);
  yield* insertRows('study_modality', modalityColumns, tally.newModalities);
  yield* addTotals(tally.totals);
}

function* saveSeries(series: SeriesRow): Work<void> {
  yield* statement(
    `UPDATE series SET instance_count = ?, size = ?, offline_count = ?, sop_classes = ?, transfer_syntaxes = ?,
      senders = ?, last_received_at = ?, quiet_pending = ? WHERE id = ?`,
    [
      ...[series.instanceCount, series.size, series.offlineCount, series.sopClasses],
      ...[series.transferSyntaxes, series.senders, series.lastReceivedAt, series.quietPending, series.id],
    ],
  );
}

function* saveStudy(study: StudyRow): Work<void> {
  yield* statement(
    `UPDATE study SET series_count = ?, instance_count = ?, size = ?, offline_count = ?, modalities = ?,
      sop_classes = ?, last_received_at = ?, quiet_pending = ? WHERE id = ?`,
    [
      ...[study.seriesCount, study.instanceCount, study.size, study.offlineCount, study.modalities],
      ...[study.sopClasses, study.lastReceivedAt, study.quietPending, study.id],
    ],
  );
}

function* savePatient({ studyCount, seriesCount, instanceCount, id }: PatientRow): Work<void> {
  yield* statement('UPDATE patient SET study_count = ?, series_count = ?, instance_count = ? WHERE id = ?', [
    studyCount,
    seriesCount,
    instanceCount,
    id,
  ]);
}

export function* addTotals(totals: Totals): Work<void> {
  for (const [name, change] of Object.entries(totals)) {
    if (change !== 0) yield* statement('UPDATE total SET value = value + ? WHERE name = ?', [change, name]);
  }
}
