/** Short lists for people to choose from. */
import { sql } from 'kysely';
import type { Scope } from '../contract/index.ts';
import { type Engine, type Row, rowsOf } from './engine/engine.ts';
import type { Person } from './persons.ts';
import { allOf, scopePredicate } from './query/scope.ts';
import { patientIsSeen } from './query/seen-patients.ts';
import type { ScannerIdentity } from './record/instance-record.ts';

/** A patient as one can be told from another of the same ID. */
export interface ListedPatient {
  readonly patientKey: string;
  readonly patientId: string | null;
  readonly issuerOfPatientId: string | null;
  readonly patientName: string | null;
  readonly patientBirthDate: string | null;
  readonly patientSex: string | null;
  readonly studyCount: number;
  /** The person they belong to, if somebody said so. */
  readonly personUid: string | null;
}

export interface PatientFilter {
  readonly patientId?: string | undefined;
  readonly patientKey?: string | undefined;
  readonly limit: number;
}

/** Patients with a study that the scope covers, by key. */
export async function listPatients(
  engine: Engine,
  scope: Scope,
  { patientId, patientKey, limit }: PatientFilter,
): Promise<ListedPatient[]> {
  const seen = scopePredicate(engine.dialect, scope);
  const isSeen = await patientIsSeen(
    engine,
    scope,
    'patient.patient_key',
    (patientId ?? patientKey) !== undefined,
  );
  const conditions = [
    ...(patientId === undefined ? [] : [sql`patient.patient_id = ${patientId}`]),
    ...(patientKey === undefined ? [] : [sql`patient.patient_key = ${patientKey}`]),
    ...(isSeen ? [isSeen] : []),
  ];
  // For who sees a part of them, that part.
  const studies = seen
    ? sql`(SELECT count(*) FROM study WHERE study.patient_row = patient.id AND study.instance_count > 0 AND ${seen})`
    : sql`study_count`;
  const query = sql`SELECT patient.patient_key, patient_id, issuer_of_patient_id, patient_name, patient_birth_date,
      patient_sex, ${studies}, person_uid
    FROM patient LEFT JOIN person_patient ON person_patient.patient_key = patient.patient_key
    WHERE ${allOf(conditions)} ORDER BY patient.patient_key LIMIT ${limit}`;
  return (await rowsOf(engine, query)).map(patientFrom);
}

function patientFrom(row: Row): ListedPatient {
  const [
    patientKey,
    patientId,
    issuerOfPatientId,
    patientName,
    patientBirthDate,
    patientSex,
    studies,
    person,
  ] = row as (string | null)[];
  return {
    patientKey: patientKey!,
    ...{ patientId: patientId!, issuerOfPatientId: issuerOfPatientId!, patientName: patientName! },
    ...{ patientBirthDate: patientBirthDate!, patientSex: patientSex! },
    studyCount: Number(studies),
    personUid: person!,
  };
}

/** Persons by uid, those behind `after`, and of their patients those with a study that the scope covers. */
export async function listPersons(
  engine: Engine,
  scope: Scope,
  page: { readonly limit: number; readonly after: string } | { readonly uid: string },
): Promise<Person[]> {
  const isSeen =
    (await patientIsSeen(engine, scope, 'person_patient.patient_key', 'uid' in page)) ?? sql`1 = 1`;
  const uids =
    'uid' in page
      ? sql`SELECT ${page.uid}`
      : sql`SELECT DISTINCT person_uid FROM person_patient
          WHERE person_uid > ${page.after} AND ${isSeen} ORDER BY person_uid LIMIT ${page.limit}`;
  const query = sql`SELECT person.uid, person.name, person_patient.patient_key
    FROM person JOIN person_patient ON person_patient.person_uid = person.uid
    WHERE person.uid IN (${uids}) AND ${isSeen} ORDER BY person.uid, person_patient.patient_key`;
  const found = (await rowsOf(engine, query)) as readonly (readonly string[])[];
  const byUid = Map.groupBy(found, ([uid]) => uid!);
  return [...byUid].map(([uid, members]) => ({
    uid,
    name: members[0]![1]!,
    patientKeys: members.map(([, , key]) => key!),
  }));
}

export interface ListedScanner extends ScannerIdentity {
  readonly stationName: string | null;
  readonly firstSeenAt: string;
  readonly seriesCount: number;
}

/** Scanners that series of the scope came from; other software versions are another scanner. */
export async function listScanners(engine: Engine, scope: Scope, limit: number): Promise<ListedScanner[]> {
  const seen = scopePredicate(engine.dialect, scope);
  const columns = sql`manufacturer, model, serial, software_versions, scanner.station_name, first_seen_at`;
  // Grouping has all series in its hands, also those of scanners beyond the limit: counting in the index, one by one, has not.
  const counted = seen
    ? sql`SELECT ${columns}, count(*) FROM scanner
        JOIN series ON series.scanner_row = scanner.id JOIN study ON study.id = series.study_row AND ${seen}
        GROUP BY scanner.id, ${columns}`
    : sql`SELECT ${columns}, (SELECT count(*) FROM series WHERE scanner_row = scanner.id) FROM scanner`;
  const query = sql`${counted} ORDER BY manufacturer, model, serial, software_versions LIMIT ${limit}`;
  return (await rowsOf(engine, query)).map((row) => {
    const [manufacturer, model, serial, softwareVersions, stationName, firstSeenAt, count] = row as string[];
    return {
      ...{ manufacturer: manufacturer!, model: model!, serial: serial!, softwareVersions: softwareVersions! },
      ...{ stationName: stationName!, firstSeenAt: firstSeenAt!, seriesCount: Number(count) },
    };
  });
}
