import { type RawBuilder, sql } from 'kysely';
import type { Scope, ScopeRule } from '../../contract/index.ts';
import type { Dialect } from '../engine/engine.ts';

export type Condition = RawBuilder<unknown>;

/**
 * The one predicate that decides which studies exist for an actor. Every query over studies, series and instances
 * carries it; `study` must be in the query. Undefined when everything is visible.
 * @param of turns a column into an expression, where another index has to be used.
 */
export function scopePredicate(
  dialect: Dialect,
  scope: Scope,
  of = (column: string) => column,
): Condition | undefined {
  switch (scope.kind) {
    case 'everything':
      return undefined;
    case 'nothing':
      return sql`1 = 0`;
    case 'rules':
      return anyOf(kindsIn(scope.rules).map(({ covers }) => covers(dialect, of)));
    case 'all-of':
      return allOf(scope.scopes.flatMap((each) => scopePredicate(dialect, each, of) ?? []));
  }
}

/**
 * Rules that cover all studies of a scope, for who sees so few of them that looking at everybody else's would take longer;
 * undefined when only the predicate can tell. They are exact for a scope of rules; of several scopes, one has all that
 * they have in common, and the predicate takes away what the others do not have.
 */
export function coveringRules(scope: Scope): readonly ScopeRule[] | undefined {
  if (scope.kind === 'rules') return scope.rules.length === 0 ? undefined : scope.rules;
  if (scope.kind !== 'all-of') return undefined;
  return scope.scopes.map(coveringRules).find((rules) => rules !== undefined);
}

/** A statement that finds the ids of all studies that rules cover, by indexes; one may come twice. There is a rule. */
export const studiesOfRules = (dialect: Dialect, rules: readonly ScopeRule[]): Condition =>
  sql.join(
    kindsIn(rules).flatMap(({ studies }) => studies(dialect)),
    sql` UNION ALL `,
  );

/** Rules of one kind, in SQL. */
interface RuleKind {
  /** Whether they cover `study`. */
  covers(dialect: Dialect, of: (column: string) => string): Condition;
  /** Statements that find the ids of the studies that they cover. */
  studies(dialect: Dialect): Condition[];
}

function kindsIn(rules: readonly ScopeRule[]): RuleKind[] {
  return [
    ...kindOf(rules, 'collection', collections),
    ...kindOf(rules, 'studyInstanceUid', namedStudies),
    ...kindOf(rules, 'patientKey', patients),
    ...kindOf(rules, 'person', persons),
    ...labelsIn(rules),
  ];
}

function kindOf(
  rules: readonly ScopeRule[],
  name: string,
  make: (values: readonly string[]) => RuleKind,
): RuleKind[] {
  const values = valuesOf(rules, name);
  return values.length === 0 ? [] : [make(values)];
}

function valuesOf(rules: readonly ScopeRule[], name: string): string[] {
  return rules.flatMap((rule) => (rule as Readonly<Record<string, string>>)[name] ?? []);
}

const collections = (names: readonly string[]): RuleKind => ({
  covers: (dialect, of) => memberOf(dialect, of('study.collection'), names),
  studies: (dialect) => [sql`SELECT id FROM study WHERE ${memberOf(dialect, 'collection', names)}`],
});

const namedStudies = (uids: readonly string[]): RuleKind => ({
  covers: (dialect, of) => memberOf(dialect, of('study.study_instance_uid'), uids),
  studies: (dialect) => [sql`SELECT id FROM study WHERE ${memberOf(dialect, 'study_instance_uid', uids)}`],
});

const patients = (keys: readonly string[]): RuleKind => ({
  covers: (dialect, of) => memberOf(dialect, of('study.patient_key'), keys),
  studies: (dialect) => [
    studiesOfPatients(sql`SELECT id FROM patient WHERE ${memberOf(dialect, 'patient_key', keys)}`),
  ],
});

/** A person's patients are those that somebody said are theirs, at the moment of asking. */
const persons = (uids: readonly string[]): RuleKind => ({
  // Patient by patient: who asks about few does not pay for all that the persons have.
  covers: (dialect) => sql`EXISTS (SELECT 1 FROM person_patient
    WHERE person_patient.patient_key = study.patient_key AND ${memberOf(dialect, dialect.unindexed('person_patient.person_uid'), uids)})`,
  studies: (dialect) => [
    studiesOfPatients(sql`SELECT id FROM patient WHERE patient_key IN (${patientsOfPersons(dialect, uids)})`),
  ],
});

function patientsOfPersons(dialect: Dialect, uids: readonly string[]): Condition {
  return sql`SELECT patient_key FROM person_patient WHERE ${memberOf(dialect, 'person_uid', uids)}`;
}

const studiesOfPatients = (rows: Condition): Condition =>
  sql`SELECT id FROM study WHERE patient_row IN (${rows})`;

interface LabelRule {
  readonly label: string;
  readonly value?: string | undefined;
}

/** A label on a study covers it, one on a patient all of theirs. */
function labelsIn(rules: readonly ScopeRule[]): RuleKind[] {
  const labels = rules.filter((rule): rule is LabelRule => 'label' in rule);
  if (labels.length === 0) return [];
  const names = [...Map.groupBy(labels, ({ label }) => label)];
  const isNamed = (dialect: Dialect) => anyOf(names.map(([name, group]) => isLabel(dialect, name, group)));
  const has = (dialect: Dialect, target: string, uid: string) =>
    sql`EXISTS (SELECT 1 FROM label WHERE label.target = ${target} AND label.target_uid = ${sql.raw(uid)}
      AND ${isNamed(dialect)})`;
  // From the labels on, one by one: who needs some of the studies does not pay for all.
  const labelled = (dialect: Dialect, target: string, joined: string, studyOfTarget: string) =>
    sql`SELECT study.id FROM label CROSS JOIN ${sql.raw(joined)}
      WHERE label.target = ${target} AND ${isNamed(dialect)} AND ${sql.raw(studyOfTarget)}`;
  return [
    {
      covers: (dialect) =>
        anyOf([
          has(dialect, 'study', 'study.study_instance_uid'),
          has(dialect, 'patient', 'study.patient_key'),
        ]),
      studies: (dialect) => [
        labelled(dialect, 'study', 'study', 'study.study_instance_uid = label.target_uid'),
        labelled(
          dialect,
          'patient',
          'patient CROSS JOIN study',
          'patient.patient_key = label.target_uid AND study.patient_row = patient.id',
        ),
      ],
    },
  ];
}

function isLabel(dialect: Dialect, name: string, group: readonly LabelRule[]): Condition {
  const isName = sql`label.name = ${name}`;
  const values = group.flatMap(({ value }) => value ?? []);
  return values.length < group.length
    ? isName
    : sql`(${isName} AND ${memberOf(dialect, 'label.value', values)})`;
}

/** One parameter whatever the number of values, so that the text of a statement stays the same. */
export const memberOf = ({ textList }: Dialect, column: string, values: readonly string[]): Condition =>
  inList(textList, column, values);

/** As memberOf, of ids of rows. */
export const oneOfRows = ({ numberList }: Dialect, column: string, ids: readonly number[]): Condition =>
  inList(numberList, column, ids);

function inList(
  { before, after }: Dialect['textList'],
  column: string,
  values: readonly unknown[],
): Condition {
  return sql`${sql.raw(`${column} ${before}`)}${JSON.stringify(values)}${sql.raw(after)}`;
}

export const anyOf = (conditions: readonly Condition[]): Condition =>
  conditions.length === 0 ? sql`1 = 0` : sql`(${sql.join(conditions, sql` OR `)})`;

export const allOf = (conditions: readonly Condition[]): Condition =>
  conditions.length === 0 ? sql`1 = 1` : sql`${sql.join(conditions, sql` AND `)}`;

/**
 * The predicate for file items, `item` being in the query: a file is seen by who sees its collection, or what it is
 * attached to.
 */
export function fileScopePredicate(dialect: Dialect, scope: Scope): Condition | undefined {
  if (scope.kind === 'all-of')
    return allOf(scope.scopes.flatMap((each) => fileScopePredicate(dialect, each) ?? []));
  const attached = targetScopePredicate(dialect, scope);
  if (!attached || scope.kind !== 'rules') return attached;
  return anyOf([
    ...ifAny(dialect, 'item.collection', valuesOf(scope.rules, 'collection')),
    sql`EXISTS (SELECT 1 FROM attachment WHERE attachment.item_id = item.id AND ${attached})`,
  ]);
}

/**
 * The predicate for what files and labels are about, `attachment` being in the query: studies and series that are seen, and
 * patients and persons that the scope covers as such, not only single studies of theirs.
 */
export function targetScopePredicate(dialect: Dialect, scope: Scope): Condition | undefined {
  if (scope.kind === 'all-of')
    return allOf(scope.scopes.flatMap((each) => targetScopePredicate(dialect, each) ?? []));
  const seen = scopePredicate(dialect, scope);
  if (!seen || scope.kind !== 'rules') return seen;
  const attached = (target: string, uid: Condition) => sql`(attachment.target = ${target} AND ${uid})`;
  const [keys, uids] = [valuesOf(scope.rules, 'patientKey'), valuesOf(scope.rules, 'person')];
  const personsOf = (is: Condition) => sql`SELECT person_uid FROM person_patient WHERE ${is}`;
  return anyOf([
    attached('study', sql`attachment.target_uid IN (SELECT study_instance_uid FROM study WHERE ${seen})`),
    attached(
      'series',
      sql`attachment.target_uid IN (SELECT series_instance_uid
        FROM series JOIN study ON study.id = series.study_row WHERE ${seen})`,
    ),
    ...ifAny(dialect, 'attachment.target_uid', keys).map((is) => attached('patient', is)),
    ...ifAny(dialect, 'patient_key', keys).map((is) =>
      attached('person', sql`attachment.target_uid IN (${personsOf(is)})`),
    ),
    ...ifAny(dialect, 'attachment.target_uid', uids).map((is) => attached('person', is)),
    ...(uids.length === 0
      ? []
      : [attached('patient', sql`attachment.target_uid IN (${patientsOfPersons(dialect, uids)})`)]),
  ]);
}

/**
 * The predicate for studies that are expected, `expected` being in the query beside `study`, which may be missing: those that
 * are seen, and those that will be because of their UID or where somebody put them.
 */
export function expectedScopePredicate(dialect: Dialect, scope: Scope): Condition | undefined {
  if (scope.kind === 'all-of')
    return allOf(scope.scopes.flatMap((each) => expectedScopePredicate(dialect, each) ?? []));
  const seen = scopePredicate(dialect, scope);
  if (!seen || scope.kind !== 'rules') return seen;
  const { rules } = scope;
  return anyOf([
    seen,
    ...ifAny(dialect, 'expected.study_instance_uid', valuesOf(rules, 'studyInstanceUid')),
    ...ifAny(dialect, 'collection', valuesOf(rules, 'collection')).map(
      (is) =>
        sql`expected.study_instance_uid IN (SELECT study_instance_uid FROM study_collection WHERE ${is})`,
    ),
  ]);
}

const ifAny = (dialect: Dialect, column: string, values: readonly string[]): Condition[] =>
  values.length === 0 ? [] : [memberOf(dialect, column, values)];
