import { assignedCollections } from '../collections.ts';
import { statement, type Work } from '../engine/engine.ts';
import { insertParameters, type ParameterDefinition } from '../parameters.ts';
import { levelColumns } from '../record/instance-record.ts';
import { scannerRow } from '../scanners.ts';
import type { Description } from './entries.ts';
import type { KnownRows, PatientRow, SeriesRow, StudyRow } from './known-rows.ts';
import { seriesOf } from './lookup.ts';
import { parametersOf } from './parameters-of.ts';
import { recountModalities, recountPatient, removePatientIfEmpty } from './recount-rows.ts';
import {
  describerOf,
  loadPatientCounts,
  type Newcomer,
  patientColumnsOfStudy,
  patientKeyOfNewcomer,
  resolvePatients,
} from './resolve-rows.ts';
import { addTotals, noTotals } from './tally.ts';

/** Sorts before every instance: what a person decided stays. */
const DECIDED = '';

/** What describing needs beside the rows. */
export interface Describing {
  readonly known: KnownRows;
  readonly parameters: readonly ParameterDefinition[];
}

/**
 * Lets an instance describe its series, study and patient where it came before the one that did so far. So their
 * attributes do not depend on the order in which a rebuild reads the files.
 */
export function* describeIfEarlier(describing: Describing, newcomer: Newcomer): Work<void> {
  const mark = describerOf(newcomer);
  const series = seriesOf(describing.known, newcomer.record)!;
  const { study } = series;
  if (mark < study.describedBy || mark < series.describedBy) yield* describing.known.saveCounts();
  if (mark < series.describedBy) yield* describeSeries(describing, series, newcomer, mark);
  if (mark < study.describedBy) {
    yield* describeStudy(describing.known, study, newcomer, mark);
    yield* moveToCollection(study, newcomer);
  }
  const patient = describing.known.patients.get(patientKeyOfNewcomer(newcomer));
  if (patient && mark < patient.describedBy) yield* describePatient(patient, newcomer, mark);
}

/** A description that a person decided for, as of a newcomer of that time. */
export const asDecided = ({ record, originDomain = '', parameters }: Description, at: string): Newcomer => ({
  record,
  originDomain,
  parameters,
  receivedAt: at,
  collection: null,
});

/**
 * Lets one instance describe its series, study and patient because a person decided: after an edit, and after another
 * version of a conflict was chosen. A changed patient id moves the study to that patient.
 */
export function* describeAsDecided(describing: Describing, newcomer: Newcomer): Work<void> {
  const series = seriesOf(describing.known, newcomer.record)!;
  yield* describing.known.saveCounts();
  yield* describeSeries(describing, series, newcomer, DECIDED);
  yield* describeStudy(describing.known, series.study, newcomer, DECIDED);
  const patient = describing.known.patients.get(patientKeyOfNewcomer(newcomer))!;
  yield* describePatient(patient, newcomer, DECIDED);
}

function* describeSeries(
  { parameters }: Describing,
  series: SeriesRow,
  newcomer: Newcomer,
  mark: string,
): Work<void> {
  const { record, receivedAt } = newcomer;
  const scanner = yield* scannerRow(record.scanner, record.stationName, receivedAt);
  const columns = [...levelColumns.series, 'scanner_row', 'described_by'];
  yield* update('series', columns, [...record.values('series'), scanner, mark], series.id);
  yield* statement('DELETE FROM series_parameter WHERE series_row = ?', [series.id]);
  yield* insertParameters(series.id, parametersOf(newcomer, parameters));
  series.describedBy = mark;
  const modality = record.modality ?? null;
  if (modality === series.modality) return;
  series.modality = modality;
  series.study.modalities = yield* recountModalities(series.study.id);
}

function* describeStudy(known: KnownRows, study: StudyRow, newcomer: Newcomer, mark: string): Work<void> {
  const { record } = newcomer;
  const columns = [...levelColumns.study, ...patientColumnsOfStudy, 'described_by'];
  const values = [...record.values('study'), ...record.values('patient'), mark];
  yield* update('study', columns, values, study.id);
  study.describedBy = mark;
  yield* resolvePatients(known, [newcomer]);
  const patient = known.patients.get(patientKeyOfNewcomer(newcomer))!;
  if (patient.id !== study.patient.id) yield* moveToPatient(known, study, patient);
}

/** Unless somebody put it into another. */
function* moveToCollection({ id, uid }: StudyRow, { collection }: Newcomer): Work<void> {
  const assigned = yield* assignedCollections([uid]);
  if (!assigned.has(uid)) yield* update('study', ['collection'], [collection], id);
}

function* describePatient(patient: PatientRow, { record }: Newcomer, mark: string): Work<void> {
  yield* update(
    'patient',
    [...levelColumns.patient, 'described_by'],
    [...record.values('patient'), mark],
    patient.id,
  );
  yield* statement('DELETE FROM name_key WHERE patient_row = ?', [patient.id]);
  for (const key of record.nameKeys) {
    yield* statement('INSERT INTO name_key (name_key, patient_row) VALUES (?, ?)', [key, patient.id]);
  }
  patient.describedBy = mark;
}

function* update(
  table: 'patient' | 'study' | 'series',
  columns: readonly string[],
  values: readonly unknown[],
  id: number,
): Work<void> {
  const assignments = columns.map((column) => `"${column}" = ?`).join(', ');
  yield* statement(`UPDATE "${table}" SET ${assignments} WHERE id = ?`, [...values, id]);
}

/** Takes the study's counts along; the rows that are remembered follow. */
function* moveToPatient(known: KnownRows, study: StudyRow, patient: PatientRow): Work<void> {
  const old = study.patient;
  const before = visiblePatients(old, patient);
  yield* update('study', ['patient_row', 'patient_key'], [patient.id, patient.key], study.id);
  study.patient = patient;
  for (const each of [old, patient]) {
    yield* recountPatient(each.id);
    yield* loadPatientCounts(each);
  }
  yield* addTotals({ ...noTotals(), patients: visiblePatients(old, patient) - before });
  // One that stays is remembered as before: its other studies count into the same row.
  if (yield* removePatientIfEmpty(old.id)) known.patients.delete(old.key);
}

const visiblePatients = (...patients: readonly PatientRow[]): number =>
  patients.filter(({ instanceCount }) => instanceCount > 0).length;
