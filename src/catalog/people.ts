/** Everybody whose images are kept, as one looks for them: persons, and patients that belong to none. */
import { sql } from 'kysely';
import type { Scope } from '../contract/index.ts';
import { foldName } from '../dicom/index.ts';
import { notToldApart } from './different-people.ts';
import { type Engine, type Row, rowsOf } from './engine/engine.ts';
import { allOf, type Condition, memberOf, oneOfRows, scopePredicate } from './query/scope.ts';
import { patientIsSeen } from './query/seen-patients.ts';
import { turn } from './query/turn.ts';

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
  /** Names, too, begin with them, in their order: found by an index, however many people there are. */
  readonly isBeginning?: boolean;
  readonly limit: number;
  readonly offset: number;
}

/** By name. Of a person, those patients and studies that the scope covers. */
export async function listPeople(engine: Engine, scope: Scope, filter: PeopleFilter): Promise<Somebody[]> {
  const isSeen = await seenIn(engine, scope, 'other', true);
  const [found, ...others] = wordsOf(filter).map((word) => among(word, isSeen));
  const conditions = [
    await seenIn(engine, scope, 'patient'),
    isFirstOfPerson(isSeen),
    ...others.map((ids) => sql`patient.id IN (${ids})`),
  ];
  // Who was found comes first, and is put in order then: CROSS JOIN lets SQLite do nothing else.
  const from = found ? sql`(${found}) AS found CROSS JOIN patient` : sql`patient`;
  if (found) conditions.push(sql`patient.id = found.id`);
  const first = sql`SELECT patient.patient_key FROM ${from} WHERE ${allOf(conditions)}
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
  const isOneOf = (column: string) => memberOf(engine.dialect, column, patientKeys);
  const others = sql`SELECT others.patient_key FROM person_patient AS mine
    JOIN person_patient AS others ON others.person_uid = mine.person_uid WHERE ${isOneOf('mine.patient_key')}`;
  const seen = scopePredicate(engine.dialect, scope);
  const members = sql`SELECT patient.id, patient.patient_key, patient_id, patient_name, patient_birth_date, patient_sex,
      person.uid, person.name
    FROM patient LEFT JOIN person_patient ON person_patient.patient_key = patient.patient_key
    LEFT JOIN person ON person.uid = person_patient.person_uid
    WHERE (${isOneOf('patient.patient_key')} OR patient.patient_key IN (${others})) AND ${await seenIn(engine, scope, 'patient', true)}
    ORDER BY patient.id`;
  const rows = await rowsOf(engine, members);
  const ids = rows.map(([id]) => Number(id));
  const newest = sql`max(coalesce(study_date, '') || ' ' || study_instance_uid)`;
  const studies = sql`SELECT patient_row, count(*), ${newest} FROM study
    WHERE ${oneOfRows(engine.dialect, 'patient_row', ids)} AND instance_count > 0
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

/** The key of the patient whose study it is, where the scope covers it. */
export async function patientOfStudy(
  engine: Engine,
  scope: Scope,
  studyInstanceUid: string,
): Promise<string | undefined> {
  const seen = scopePredicate(engine.dialect, scope);
  const query = sql`SELECT patient_key FROM study WHERE study_instance_uid = ${studyInstanceUid}
    AND instance_count > 0 ${seen ? sql`AND ${seen}` : sql``}`;
  const [row] = await rowsOf(engine, query);
  return row && String(row[0]);
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

/** @param areFew see {@link patientIsSeen} */
async function seenIn(engine: Engine, scope: Scope, table: string, areFew = false): Promise<Condition> {
  const isSeen = await patientIsSeen(engine, scope, `${table}.patient_key`, areFew);
  return allOf([sql`${sql.raw(table)}.study_count > 0`, ...(isSeen ? [isSeen] : [])]);
}

/** A person stands where the patient of theirs does that came first. @param isSeen of `other` */
const isFirstOfPerson = (isSeen: Condition): Condition => sql`NOT EXISTS (SELECT 1 FROM person_patient AS mine
    JOIN person_patient AS others ON others.person_uid = mine.person_uid
    JOIN patient AS other ON other.patient_key = others.patient_key
    WHERE mine.patient_key = patient.patient_key AND other.id < patient.id AND ${isSeen})`;

/** Whom statements find, as ids of patients; and persons, by a pattern of their name. */
interface Found {
  readonly patients: readonly Condition[];
  readonly personName: string;
}

function wordsOf({ words, isBeginning = false }: PeopleFilter): Found[] {
  if (isBeginning && words.length > 0) return [whoBeginsWith(words)];
  return words.map((word) => ({
    patients: patientsWith(word),
    personName: containing(word.toLowerCase()),
  }));
}

/** Ids of patients: of those that were found and are seen, and of all of their persons, and of those called so. */
function among({ patients, personName }: Found, isSeen: Condition): Condition {
  const ids = sql.join(patients, sql` UNION ALL `);
  return sql`${sql.join(patients, sql` UNION `)} UNION SELECT patient.id FROM patient WHERE patient.patient_key IN (
      SELECT mine.patient_key FROM patient AS other
      JOIN person_patient AS others ON others.patient_key = other.patient_key
      JOIN person_patient AS mine ON mine.person_uid = others.person_uid WHERE other.id IN (${ids}) AND ${isSeen}
      UNION ALL SELECT person_patient.patient_key FROM person_patient JOIN person
      ON person.uid = person_patient.person_uid WHERE lower(person.name) LIKE ${personName} ESCAPE '\\')`;
}

/** Statements that find them: in names anywhere, at the beginning of IDs, as birth dates or their years. */
function patientsWith(word: string): Condition[] {
  const name = containing(foldName(word));
  return [
    sql`SELECT id FROM patient WHERE patient_name_fold LIKE ${name} ESCAPE '\\'`,
    sql`SELECT id FROM patient WHERE patient_name_ideographic LIKE ${name} ESCAPE '\\'`,
    sql`SELECT id FROM patient WHERE patient_id LIKE ${beginningWith(word)} ESCAPE '\\'`,
    ...bornIn(word),
  ];
}

/** `demo ada` is who is called Demo, Ada; and whoever has an ID that begins so. */
function whoBeginsWith(words: readonly string[]): Found {
  const text = words.join(' ');
  const name = foldName(words.join('^'));
  const patients = [
    begins('patient_name_fold', name),
    begins('patient_name_ideographic', name),
    begins('patient_id', text),
    ...(words.length === 1 ? bornIn(text) : []),
  ];
  return { patients, personName: beginningWith(text.toLowerCase()) };
}

/** On a day, in a month or in a year: what else it may be is no birth date. */
function bornIn(word: string): Condition[] {
  const birth = word.replace(/[-.]/g, '');
  return /^\d{4}(\d\d){0,2}$/.test(birth) ? [begins('patient_birth_date', birth)] : [];
}

/** By the index of the column. */
const begins = (column: string, text: string): Condition =>
  sql`SELECT id FROM patient WHERE ${sql.raw(column)} >= ${text} AND ${sql.raw(column)} <= ${text + LAST}`;

/** After every character of a text. */
const LAST = '\u{10ffff}';

const beginningWith = (text: string): string => `${text.replace(/[\\%_]/g, '\\$&')}%`;
const containing = (text: string): string => `%${beginningWith(text)}`;

/** More than that are no person: "Unknown", or what somebody gave out for testing. */
const MAXIMUM_ALIKE = 50;
/** Patients of one name who are compared. */
const MAXIMUM_NAMESAKES = 2_000;
/** Patients that one statement reads: the loop has to be free between statements. */
const SLICE = 5_000;

/**
 * Groups of people who have the same name, birth date and sex, all of them known, and are not one person yet, nor told apart:
 * nothing is said but that somebody might look. @param limit groups at most
 */
export async function likelySamePeople(engine: Engine, scope: Scope, limit: number): Promise<Somebody[][]> {
  const alike: Somebody[][] = [];
  for await (const keys of keysOfAlike(engine, await seenIn(engine, scope, 'patient'))) {
    const people = await notToldApart(engine, [...new Set(await peopleOf(engine, scope, keys))]);
    if (people.length > 1) alike.push(people);
    if (alike.length === limit) break;
  }
  return alike;
}

/** Keys of the patients of each group, by name. */
async function* keysOfAlike(engine: Engine, isSeen: Condition): AsyncGenerator<string[], void, void> {
  let namesakes: Row[] = [];
  for await (const row of patientsByName(engine, isSeen)) {
    if (namesakes[0]?.[2] !== row[2]) {
      yield* keysOfGroups(namesakes);
      namesakes = [];
    }
    if (namesakes.length < MAXIMUM_NAMESAKES) namesakes.push(row);
  }
  yield* keysOfGroups(namesakes);
}

/** Of patients of one name those whose birth date and sex are the same, and known. */
function* keysOfGroups(namesakes: readonly Row[]): Generator<string[], void, void> {
  const described = namesakes.filter(([, , , birthDate, sex]) => birthDate !== null && sex !== null);
  for (const group of Map.groupBy(described, ([, , , birthDate, sex]) => `${birthDate} ${sex}`).values()) {
    const people = new Set(group.map(([, key, , , , person]) => person ?? key));
    if (people.size > 1) yield group.slice(0, MAXIMUM_ALIKE).map(([, key]) => String(key));
  }
}

/** Those with a name: id, key, name, birth date, sex, person. */
async function* patientsByName(engine: Engine, isSeen: Condition): AsyncGenerator<Row, void, void> {
  let last: Row | undefined;
  do {
    const behind = last
      ? sql`patient_name_fold >= ${last[2]} AND (patient_name_fold, patient.id) > (${last[2]}, ${last[0]})`
      : sql`patient_name_fold IS NOT NULL`;
    const slice = sql`SELECT patient.id, patient.patient_key, patient_name_fold, patient_birth_date, patient_sex, person_uid
      FROM patient LEFT JOIN person_patient ON person_patient.patient_key = patient.patient_key
      WHERE ${behind} AND ${isSeen} ORDER BY patient_name_fold, patient.id LIMIT ${SLICE}`;
    const rows = await rowsOf(engine, slice);
    yield* rows;
    last = rows.length === SLICE ? rows.at(-1) : undefined;
    await turn();
  } while (last);
}
