import { assignedCollections } from '../collections.ts';
import {
  insertReturningIds,
  insertRows,
  type Lookup,
  lookUp,
  type Row,
  type Value,
  type Work,
} from '../engine/engine.ts';
import type { SeriesParameter } from '../parameters.ts';
import { type InstanceRecord, levelColumns } from '../record/instance-record.ts';
import { patientKeyOf } from '../record/patient-key.ts';
import { type KnownRows, type PatientRow, type SeriesRow, type StudyRow, seriesKey } from './known-rows.ts';

const text = (column: string) => ({ column, type: 'text' }) as const;
const number = (column: string) => ({ column, type: 'number' }) as const;

const patientCounts = ['study_count', 'series_count', 'instance_count', 'described_by'];
const patientByKey: Lookup = {
  table: 'patient',
  key: [text('patient_key')],
  columns: ['id', ...patientCounts],
};
const patientById: Lookup = {
  table: 'patient',
  key: [number('id')],
  columns: ['patient_key', ...patientCounts],
};
const studyByUid: Lookup = {
  table: 'study',
  key: [text('study_instance_uid')],
  columns: [
    ...['id', 'patient_row', 'series_count', 'instance_count', 'size', 'offline_count', 'modalities'],
    ...['sop_classes', 'described_by', 'last_received_at', 'quiet_pending'],
  ],
};
const seriesByUid: Lookup = {
  table: 'series',
  key: [text('series_instance_uid'), number('study_row')],
  columns: [
    ...['id', 'modality', 'instance_count', 'size', 'offline_count', 'sop_classes', 'transfer_syntaxes'],
    ...['senders', 'described_by', 'last_received_at', 'quiet_pending'],
  ],
};

/** Loads studies that are not remembered, with their patients. */
export function* loadStudies(known: KnownRows, uids: Iterable<string>): Work<void> {
  const missing = [...new Set(uids)].filter((uid) => !known.studies.has(uid));
  const rows = yield* lookUp(
    studyByUid,
    missing.map((uid) => [uid]),
  );
  const patients = yield* loadPatientsById(
    known,
    rows.map((row) => row[2] as number),
  );
  for (const row of rows) {
    const study = studyFrom(row, patients.get(row[2] as number)!);
    known.studies.set(study.uid, study);
  }
}

function* loadPatientsById(known: KnownRows, ids: readonly number[]): Work<Map<number, PatientRow>> {
  const rows = yield* lookUp(
    patientById,
    [...new Set(ids)].map((id) => [id]),
  );
  const found = new Map<number, PatientRow>();
  for (const [id, key, ...counts] of rows) {
    const patient = known.patients.get(key as string) ?? patientFrom(id, key, counts);
    known.patients.set(patient.key, patient);
    found.set(patient.id, patient);
  }
  return found;
}

/** Reads the counts of a patient again, after the database worked them out. */
export function* loadPatientCounts(patient: PatientRow): Work<void> {
  const [row] = yield* lookUp(patientById, [[patient.id]]);
  if (!row) return;
  const [id, key, ...counts] = row;
  Object.assign(patient, patientFrom(id, key, counts));
}

/** Loads series that are not remembered. Their studies must be. */
export function* loadSeries(
  known: KnownRows,
  wanted: Iterable<{ studyInstanceUid: string; seriesInstanceUid: string }>,
): Work<void> {
  const missing = new Map<string, { study: StudyRow; uid: string }>();
  for (const { studyInstanceUid, seriesInstanceUid } of wanted) {
    const study = known.studies.get(studyInstanceUid);
    if (!study) continue;
    const key = seriesKey(study, seriesInstanceUid);
    if (!known.series.has(key)) missing.set(key, { study, uid: seriesInstanceUid });
  }
  const rows = yield* lookUp(
    seriesByUid,
    [...missing.values()].map(({ study, uid }) => [uid, study.id]),
  );
  const studies = new Map([...missing.values()].map(({ study }) => [study.id, study]));
  for (const row of rows) {
    const series = seriesFrom(row, studies.get(row[1] as number)!);
    known.series.set(seriesKey(series.study, series.uid), series);
  }
}

/** What is needed to make the rows around an instance. */
export interface Newcomer {
  readonly record: InstanceRecord;
  readonly originDomain: string;
  readonly receivedAt: string;
  readonly collection: string | null;
  /** Of its series, where the record cannot tell them. */
  readonly parameters?: readonly SeriesParameter[] | undefined;
}

/**
 * The place of an instance in the order of arrival. The first one describes its patient, study and series, in
 * whichever order a rebuild reads the files.
 */
export const describerOf = ({ record, receivedAt }: Pick<Newcomer, 'record' | 'receivedAt'>): string =>
  `${receivedAt} ${record.sopInstanceUid}`;

export const patientKeyOfNewcomer = ({ record, originDomain }: Newcomer): string =>
  patientKeyOf({
    patientId: record.patientId,
    issuerOfPatientId: record.issuerOfPatientId,
    originDomain,
    studyInstanceUid: record.studyInstanceUid,
  });

/** Finds or makes patients by key. The first newcomer with a key describes the patient. */
export function* resolvePatients(known: KnownRows, newcomers: readonly Newcomer[]): Work<void> {
  const byKey = new Map<string, Newcomer>();
  for (const newcomer of newcomers) {
    const key = patientKeyOfNewcomer(newcomer);
    if (!known.patients.has(key) && !byKey.has(key)) byKey.set(key, newcomer);
  }
  for (const [key, id, ...counts] of yield* lookUp(
    patientByKey,
    [...byKey.keys()].map((key) => [key]),
  )) {
    known.patients.set(key as string, patientFrom(id, key, counts));
    byKey.delete(key as string);
  }
  yield* createPatients(known, byKey);
}

const patientInsert = ['patient_key', 'described_by', ...levelColumns.patient];
const nameKeyInsert = ['name_key', 'patient_row'];

function* createPatients(known: KnownRows, byKey: ReadonlyMap<string, Newcomer>): Work<void> {
  const rows = [...byKey].map(([key, newcomer]) => [
    key,
    describerOf(newcomer),
    ...newcomer.record.values('patient'),
  ]);
  const ids = yield* insertReturningIds('patient', patientInsert, rows);
  const nameKeys: Row[] = [];
  for (const [index, [key, newcomer]] of [...byKey].entries()) {
    const id = ids[index]!;
    const describedBy = describerOf(newcomer);
    known.patients.set(key, { id, key, studyCount: 0, seriesCount: 0, instanceCount: 0, describedBy });
    for (const nameKey of newcomer.record.nameKeys) nameKeys.push([nameKey, id]);
  }
  yield* insertRows('name_key', nameKeyInsert, nameKeys);
}

/** Columns of a study that copy its patient, in the order of `levelColumns.patient`. */
export const patientColumnsOfStudy = levelColumns.patient.map((column) =>
  column === 'extra' ? 'patient_extra' : column,
);
const studyInsert = [
  ...['patient_row', 'patient_key', 'collection', 'described_by', 'first_received_at', 'last_received_at'],
  ...patientColumnsOfStudy,
  ...levelColumns.study,
];

/** Makes the studies of newcomers that are not known yet; answers the new ones. */
export function* createStudies(known: KnownRows, newcomers: readonly Newcomer[]): Work<StudyRow[]> {
  const byUid = firstOf(newcomers, ({ record }) => record.studyInstanceUid, known.studies);
  yield* resolvePatients(known, [...byUid.values()]);
  const assigned = yield* assignedCollections([...byUid.keys()]);
  const patientOf = (newcomer: Newcomer) => known.patients.get(patientKeyOfNewcomer(newcomer))!;
  const rows = [...byUid].map(([uid, newcomer]) => {
    const { record, receivedAt } = newcomer;
    const collection = assigned.has(uid) ? assigned.get(uid)! : newcomer.collection;
    const patient = patientOf(newcomer);
    const own: Value[] = [patient.id, patient.key, collection, describerOf(newcomer), receivedAt, receivedAt];
    return [...own, ...record.values('patient'), ...record.values('study')];
  });
  const ids = yield* insertReturningIds('study', studyInsert, rows);
  return [...byUid].map(([uid, newcomer], index) => {
    const study = emptyStudy(ids[index]!, newcomer, patientOf(newcomer));
    known.studies.set(uid, study);
    return study;
  });
}

const seriesInsert = [
  'study_row',
  'scanner_row',
  'described_by',
  'first_received_at',
  'last_received_at',
  ...levelColumns.series,
];

/** Makes the series of newcomers that are not known yet; answers each with the newcomer that describes it. */
export function* createSeries(
  known: KnownRows,
  newcomers: readonly Newcomer[],
  scannerOf: (record: InstanceRecord, receivedAt: string) => Work<number | null>,
): Work<[SeriesRow, Newcomer][]> {
  const keyOf = ({ record }: Newcomer) =>
    seriesKey(known.studies.get(record.studyInstanceUid)!, record.seriesInstanceUid);
  const byKey = firstOf(newcomers, keyOf, known.series);
  const rows: Row[] = [];
  for (const newcomer of byKey.values()) {
    const { record, receivedAt } = newcomer;
    const scanner = yield* scannerOf(record, receivedAt);
    const study = known.studies.get(record.studyInstanceUid)!;
    rows.push([study.id, scanner, describerOf(newcomer), receivedAt, receivedAt, ...record.values('series')]);
  }
  const ids = yield* insertReturningIds('series', seriesInsert, rows);
  return [...byKey].map(([key, newcomer], index) => {
    const series = emptySeries(ids[index]!, newcomer, known.studies.get(newcomer.record.studyInstanceUid)!);
    known.series.set(key, series);
    return [series, newcomer];
  });
}

function firstOf<T>(
  all: readonly T[],
  keyOf: (one: T) => string,
  known: ReadonlyMap<string, unknown>,
): Map<string, T> {
  const first = new Map<string, T>();
  for (const one of all) {
    const key = keyOf(one);
    if (!known.has(key) && !first.has(key)) first.set(key, one);
  }
  return first;
}

function patientFrom(id: Value | undefined, key: Value | undefined, counts: readonly Value[]): PatientRow {
  const [studyCount, seriesCount, instanceCount, describedBy] = counts as [number, number, number, string];
  return {
    id: id as number,
    key: key as string,
    studyCount,
    seriesCount,
    instanceCount,
    describedBy,
  };
}

/** From a row of `studyByUid`, key first. */
function studyFrom(row: Row, patient: PatientRow): StudyRow {
  const [uid, id, , seriesCount, instanceCount, size, offlineCount] = row;
  const [modalities, sopClasses, describedBy, lastReceivedAt, quietPending] = row.slice(7);
  return {
    id: id as number,
    uid: uid as string,
    patient,
    seriesCount: seriesCount as number,
    instanceCount: instanceCount as number,
    size: size as number,
    offlineCount: offlineCount as number,
    modalities: modalities as string,
    sopClasses: sopClasses as string,
    describedBy: describedBy as string,
    lastReceivedAt: lastReceivedAt as string,
    quietPending: quietPending as number,
  };
}

/** From a row of `seriesByUid`, key first. */
function seriesFrom(row: Row, study: StudyRow): SeriesRow {
  const [uid, , id, modality, instanceCount, size, offlineCount] = row;
  const [sopClasses, transferSyntaxes, senders, describedBy, lastReceivedAt, quietPending] = row.slice(7);
  return {
    id: id as number,
    uid: uid as string,
    study,
    modality: modality as string | null,
    instanceCount: instanceCount as number,
    size: size as number,
    offlineCount: offlineCount as number,
    sopClasses: sopClasses as string,
    transferSyntaxes: transferSyntaxes as string,
    senders: senders as string,
    describedBy: describedBy as string,
    lastReceivedAt: lastReceivedAt as string,
    quietPending: quietPending as number,
  };
}

const emptyStudy = (id: number, newcomer: Newcomer, patient: PatientRow): StudyRow => ({
  id,
  uid: newcomer.record.studyInstanceUid,
  patient,
  seriesCount: 0,
  instanceCount: 0,
  size: 0,
  offlineCount: 0,
  modalities: '',
  sopClasses: '',
  describedBy: describerOf(newcomer),
  lastReceivedAt: newcomer.receivedAt,
  quietPending: 1,
});

const emptySeries = (id: number, newcomer: Newcomer, study: StudyRow): SeriesRow => ({
  id,
  uid: newcomer.record.seriesInstanceUid,
  study,
  modality: newcomer.record.modality ?? null,
  instanceCount: 0,
  size: 0,
  offlineCount: 0,
  sopClasses: '',
  transferSyntaxes: '',
  senders: '',
  describedBy: describerOf(newcomer),
  lastReceivedAt: newcomer.receivedAt,
  quietPending: 1,
});
