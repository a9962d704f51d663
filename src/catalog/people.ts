/** Everybody whose images are kept, as one looks for them: persons, and patients that belong to none. */
import { sql } from 'kysely';
import type { Scope } from '../contract/index.ts';
import { foldName } from '../dicom/index.ts';
import { type Engine, type Row, rowsOf } from './engine/engine.ts';
import { allOf, anyOf, type Condition, memberOf, scopePredicate } from './query/scope.ts';

/** A person, or a patient of their own. */
export interface Somebody {
  /** null: nobody has said that they are a person. */
  readonly personUid: string | null;
  /** What the person is called; for a patient their PatientName, as it was sent. */
  readonly name: string | null;
  readonly birthDate: string | null;
  readonly sex: string | null;
  readonly patients: readonly { readonly patientKey: string; readonly patientId: string | null }[];
  readonly studyCount: number;
  /** Of the study that is the newest by its date; null where none has one. */
  readonly newest: { readonly studyDate: string; readonly studyInstanceUid: string } | null;
}

export interface PeopleFilter {
  /** Words that all have to be found: in a name, at the beginning of an ID, as a birth date. */
  readonly words: readonly string[];
  readonly limit: number;
  readonly offset: number;
}

/** By name. Of a person, those patients and studies that the scope covers. */
export async function listPeople(engine: Engine, scope: Scope, filter: PeopleFilter): Promise<Somebody[]> {
  const isSeen = seenPatients(engine, scope);
  const conditions = [
    isSeen('patient'),
    isFirstOfPerson(isSeen),
    ...filter.words.map((word) => hasWord(word, isSeen)),
  ];
  const first = sql`SELECT patient.patient_key FROM patient WHERE ${allOf(conditions)}
    ORDER BY patient.patient_name_fold, patient.id LIMIT ${filter.limit} OFFSET ${filter.offset}`;
  return await peopleOf(
    engine,
    scope,
    (await rowsOf(engine, first)).map(([key]) => String(key)),
  );
}

/** Those whom the given patients belong to, in their order. */
export async function peopleOf(
  engine: Engine,
  scope: Scope,
  patientKeys: readonly string[],
): Promise<Somebody[]> {
  const isSeen = seenPatients(engine, scope);
  const isOneOf = (column: string) => memberOf(engine.dialect, column, patientKeys);
  const others = sql`SELECT others.patient_key FROM person_patient AS mine
    JOIN person_patient AS others ON others.person_uid = mine.person_uid WHERE ${isOneOf('mine.patient_key')}`;
  const seen = scopePredicate(engine.dialect, scope);
  const members = sql`SELECT patient.id, patient.patient_key, patient_id, patient_name, patient_birth_date, patient_sex,
      person.uid, person.name
    FROM patient LEFT JOIN person_patient ON person_patient.patient_key = patient.patient_key
    LEFT JOIN person ON person.uid = person_patient.person_uid
    WHERE (${isOneOf('patient.patient_key')} OR patient.patient_key IN (${others})) AND ${isSeen('patient')}
    ORDER BY patient.id`;
  const rows = await rowsOf(engine, members);
  const ids = JSON.stringify(rows.map(([id]) => id));
  const { before, after } = engine.dialect.numberList;
  const newest = sql`max(coalesce(study_date, '') || ' ' || study_instance_uid)`;
  const studies = sql`SELECT patient_row, count(*), ${newest} FROM study
    WHERE ${sql.raw(`patient_row ${before}`)}${ids}${sql.raw(after)} AND instance_count > 0
      ${seen ? sql`AND ${seen}` : sql``} GROUP BY patient_row`;
  const byPatient = new Map((await rowsOf(engine, studies)).map((row) => [Number(row[0]), row] as const));
  const groups = Map.groupBy(rows, ([, key, , , , , person]) => String(person ?? key));
  const made = new Map<string, Somebody>();
  for (const group of groups.values()) {
    const somebody = somebodyFrom(group, byPatient);
    for (const { patientKey } of somebody.patients) made.set(patientKey, somebody);
  }
  return patientKeys.flatMap((key) => made.get(key) ?? []);
}

function somebodyFrom(group: readonly Row[], studies: ReadonlyMap<number, Row>): Somebody {
  const [first] = group as [Row, ...Row[]];
  const known = group.map(([id]) => studies.get(Number(id))).filter((row) => row !== undefined);
  const [newest = ''] = known.map((row) => String(row[2])).sort((a, b) => (a < b ? 1 : -1));
  const [studyDate = '', studyInstanceUid = ''] = newest.split(' ');
  const of = (column: number) => group.map((row) => row[column]).find((value) => value) ?? null;
  return {
    personUid: first[6] as string | null,
    name: (first[7] ?? of(3)) as string | null,
    birthDate: of(4) as string | null,
    sex: of(5) as string | null,
    patients: group.map((row) => ({ patientKey: String(row[1]), patientId: row[2] as string | null })),
    studyCount: known.reduce((sum, row) => sum + Number(row[1]), 0),
    newest: studyDate === '' ? null : { studyDate, studyInstanceUid },
  };
}

type SeenPatients = (table: string) => Condition;

function seenPatients({ dialect }: Engine, scope: Scope): SeenPatients {
  const seen = scopePredicate(dialect, scope);
  return (table) =>
    seen
      ? sql`${sql.raw(table)}.id IN (SELECT study.patient_row FROM study WHERE study.instance_count > 0 AND ${seen})`
      : sql`${sql.raw(table)}.study_count > 0`;
}

/** A person stands where the patient of theirs does that came first. */
const isFirstOfPerson = (
  isSeen: SeenPatients,
): Condition => sql`NOT EXISTS (SELECT 1 FROM person_patient AS mine
    JOIN person_patient AS others ON others.person_uid = mine.person_uid
    JOIN patient AS earlier ON earlier.patient_key = others.patient_key
    WHERE mine.patient_key = patient.patient_key AND earlier.id < patient.id AND ${isSeen('earlier')})`;

/** Somebody has a word when any patient of theirs who is seen has it, or the name of their person. */
function hasWord(word: string, isSeen: SeenPatients): Condition {
  const patients = sql.join(patientsWith(word), sql` UNION ALL `);
  return anyOf([
    sql`patient.id IN (${patients})`,
    sql`patient.patient_key IN (SELECT mine.patient_key FROM person_patient AS mine
      JOIN person_patient AS others ON others.person_uid = mine.person_uid
      JOIN patient AS other ON other.patient_key = others.patient_key WHERE other.id IN (${patients}) AND ${isSeen('other')})`,
    sql`patient.patient_key IN (SELECT person_patient.patient_key FROM person_patient JOIN person
      ON person.uid = person_patient.person_uid WHERE lower(person.name) LIKE ${containing(word.toLowerCase())} ESCAPE '\\')`,
  ]);
}

/** Statements that find them: in names anywhere, at the beginning of IDs, as birth dates or their years. */
function patientsWith(word: string): Condition[] {
  const name = containing(foldName(word));
  const birth = word.replace(/[-.]/g, '');
  return [
    sql`SELECT id FROM patient WHERE patient_name_fold LIKE ${name} ESCAPE '\\'`,
    sql`SELECT id FROM patient WHERE patient_name_ideographic LIKE ${name} ESCAPE '\\'`,
    sql`SELECT id FROM patient WHERE patient_id LIKE ${beginningWith(word)} ESCAPE '\\'`,
    ...(/^\d{4}(\d\d){0,2}$/.test(birth)
      ? [sql`SELECT id FROM patient WHERE patient_birth_date LIKE ${beginningWith(birth)} ESCAPE '\\'`]
      : []),
  ];
}

const beginningWith = (text: string): string => `${text.replace(/[\\%_]/g, '\\$&')}%`;
const containing = (text: string): string => `%${beginningWith(text)}`;

/**
 * Groups of people who have the same name, birth date and sex, all of them known, and are not one person yet: nothing is said
 * but that somebody might look. @param limit groups at most
 */
export async function likelySamePeople(engine: Engine, scope: Scope, limit: number): Promise<Somebody[][]> {
  const isSeen = seenPatients(engine, scope);
  const who = sql`coalesce(person_patient.person_uid, patient.patient_key)`;
  const described = sql`patient_name_fold, patient_birth_date, patient_sex`;
  const groups = sql`SELECT ${described} FROM patient
    LEFT JOIN person_patient ON person_patient.patient_key = patient.patient_key
    WHERE patient_name_fold IS NOT NULL AND patient_birth_date IS NOT NULL AND patient_sex IS NOT NULL AND ${isSeen('patient')}
    GROUP BY ${described} HAVING count(DISTINCT ${who}) > 1 ORDER BY ${described} LIMIT ${limit}`;
  const alike: Somebody[][] = [];
  for (const [name, birthDate, sex] of await rowsOf(engine, groups)) {
    const members = sql`SELECT patient_key FROM patient WHERE patient_name_fold = ${name}
      AND patient_birth_date = ${birthDate} AND patient_sex = ${sex} AND ${isSeen('patient')} ORDER BY id LIMIT ${MAXIMUM_ALIKE}`;
    const keys = (await rowsOf(engine, members)).map(([key]) => String(key));
    const people = new Set(await peopleOf(engine, scope, keys));
    alike.push([...people]);
  }
  return alike;
}

/** More than that are no person: "Unknown", or what somebody gave out for testing. */
const MAXIMUM_ALIKE = 50;
