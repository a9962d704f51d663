import { statement, type Work } from '../engine/engine.ts';
import { type InstanceRecord, levelColumns } from '../record/instance-record.ts';
import type { KnownRows, StudyRow } from './known-rows.ts';
import { seriesOf } from './lookup.ts';
import { patientColumnsOfStudy, patientKeyOfNewcomer, resolvePatients } from './resolve-rows.ts';

/**
 * Lets one instance describe its series, study and patient, as a person decided: after an edit, and after another
 * version of a conflict was chosen. A changed patient id moves the study to that patient.
 */
export function* describeAnew(known: KnownRows, record: InstanceRecord, originDomain: string): Work<void> {
  const series = seriesOf(known, record)!;
  const { study } = series;
  yield* update('series', levelColumns.series, record.values('series'), series.id);
  yield* update('study', levelColumns.study, record.values('study'), study.id);
  yield* update('study', patientColumnsOfStudy, record.values('patient'), study.id);
  yield* moveToPatient(known, study, record, originDomain);
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

function* moveToPatient(
  known: KnownRows,
  study: StudyRow,
  record: InstanceRecord,
  originDomain: string,
): Work<void> {
  const newcomer = { record, originDomain, receivedAt: '', collection: null };
  const key = patientKeyOfNewcomer(newcomer);
  yield* resolvePatients(known, [newcomer]);
  const patient = known.patients.get(key)!;
  yield* update('patient', levelColumns.patient, record.values('patient'), patient.id);
  yield* replaceNameKeys(patient.id, record.nameKeys);
  if (key === study.patient.key) return;
  yield* update('study', ['patient_row', 'patient_key'], [patient.id, key], study.id);
  yield* recountPatient(study.patient.id);
  yield* recountPatient(patient.id);
}

function* replaceNameKeys(patientRow: number, keys: readonly string[]): Work<void> {
  yield* statement('DELETE FROM name_key WHERE patient_row = ?', [patientRow]);
  for (const key of keys) {
    yield* statement('INSERT INTO name_key (name_key, patient_row) VALUES (?, ?)', [key, patientRow]);
  }
}

/** Sums over the patient's own studies. The caller has `known` cleared. */
export function* recountPatient(patientRow: number): Work<void> {
  yield* statement(
    `UPDATE patient SET
      study_count = (SELECT count(*) FROM study WHERE patient_row = ? AND instance_count > 0),
      series_count = (SELECT coalesce(sum(series_count), 0) FROM study WHERE patient_row = ?),
      instance_count = (SELECT coalesce(sum(instance_count), 0) FROM study WHERE patient_row = ?)
    WHERE id = ?`,
    [patientRow, patientRow, patientRow, patientRow],
  );
}
