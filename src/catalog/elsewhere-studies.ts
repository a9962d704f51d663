import { sql } from 'kysely';
import type { ElsewhereStudy, Scope } from '../contract/index.ts';
import type { Who } from './change.ts';
import { type Engine, type Row, rowsOf, statement, type Work } from './engine/engine.ts';
import { appendEvents } from './events.ts';
import { allOf, type Condition, memberOf, targetScopePredicate } from './query/scope.ts';

export interface ElsewhereFilter {
  readonly uid?: string;
  /** Of these patients. */
  readonly patientKeys?: readonly string[];
  readonly limit: number;
}

/** Says that a study is known to be somewhere else, or corrects what was said of it. */
export function* putElsewhereStudy(study: ElsewhereStudy, who: Who): Work<void> {
  const { uid, patientKey, date, modality, bodyPart, place, note, photo, studyInstanceUid } = study;
  const notStudies = JSON.stringify(study.notStudies);
  yield* statement('DELETE FROM elsewhere_study WHERE uid = ?', [uid]);
  yield* statement(
    `INSERT INTO elsewhere_study (uid, patient_key, date, modality, body_part, place, note, photo, study_instance_uid,
        not_studies, said_at, said_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      ...[uid, patientKey, date, modality, bodyPart, place, note, photo, studyInstanceUid, notStudies],
      ...[who.at, who.actor],
    ],
  );
  yield* appendEvents([{ ...who, kind: 'elsewhere.told', studyInstanceUid, data: { uid } }]);
}

/** Takes that back. */
export function* removeElsewhereStudy(uid: string, who: Who): Work<void> {
  yield* statement('DELETE FROM elsewhere_study WHERE uid = ?', [uid]);
  yield* appendEvents([{ ...who, kind: 'elsewhere.removed', data: { uid } }]);
}

/** Those of patients whom the scope covers as such, the oldest first; those without a date come last. */
export async function elsewhereStudies(
  engine: Engine,
  scope: Scope,
  { uid, patientKeys, limit }: ElsewhereFilter,
): Promise<ElsewhereStudy[]> {
  const seen = targetScopePredicate(engine.dialect, scope);
  const conditions: Condition[] = [
    ...(seen ? [seen] : []),
    ...(uid === undefined ? [] : [sql`uid = ${uid}`]),
    ...(patientKeys === undefined ? [] : [memberOf(engine.dialect, 'patient_key', patientKeys)]),
  ];
  const query = sql`SELECT uid, patient_key, date, modality, body_part, place, note, photo, study_instance_uid, not_studies
    FROM (SELECT elsewhere_study.*, CAST('patient' AS TEXT) AS target, patient_key AS target_uid FROM elsewhere_study)
      AS attachment
    WHERE ${allOf(conditions)} ORDER BY coalesce(date, '9'), uid LIMIT ${limit}`;
  return (await rowsOf(engine, query)).map(studyFrom);
}

function studyFrom(row: Row): ElsewhereStudy {
  const [uid, patientKey, date, modality, bodyPart, place, note, photo, studyInstanceUid, notStudies] = row;
  return {
    ...{ uid: uid as string, patientKey: patientKey as string, date: date as string | null },
    ...{ modality: modality as string | null, bodyPart: bodyPart as string, place: place as string },
    ...{ note: note as string, photo: photo as string | null },
    studyInstanceUid: studyInstanceUid as string | null,
    notStudies: JSON.parse(notStudies as string) as string[],
  };
}
