import { statement, type Work } from '../engine/engine.ts';

/** Sums over the patient's own studies. */
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

/** The modalities of what can be found of a study, kept in two places; answers them as one text. */
export function* recountModalities(studyRow: number): Work<string> {
  const rows = (yield* statement(
    'SELECT DISTINCT modality FROM series WHERE study_row = ? AND instance_count > 0 AND modality IS NOT NULL',
    [studyRow],
  )) as { modality: string }[];
  const modalities = rows.map(({ modality }) => modality).sort();
  yield* statement('DELETE FROM study_modality WHERE study_row = ?', [studyRow]);
  for (const modality of modalities) {
    yield* statement('INSERT INTO study_modality (modality, study_row) VALUES (?, ?)', [modality, studyRow]);
  }
  yield* statement('UPDATE study SET modalities = ? WHERE id = ?', [modalities.join('\\'), studyRow]);
  return modalities.join('\\');
}

/** A patient without a study is nobody. Answers whether the row is gone. */
export function* removePatientIfEmpty(patientRow: number): Work<boolean> {
  const [study] = yield* statement('SELECT 1 FROM study WHERE patient_row = ? LIMIT 1', [patientRow]);
  if (study) return false;
  yield* statement('DELETE FROM name_key WHERE patient_row = ?', [patientRow]);
  yield* statement('DELETE FROM patient WHERE id = ?', [patientRow]);
  return true;
}
