import { type RawBuilder, sql } from 'kysely';
import type { Scope, ScopeRule } from '../../contract/index.ts';

export type Condition = RawBuilder<unknown>;

/**
 * The one predicate that decides which studies exist for an actor. Every query over studies, series and instances
 * carries it; `study` must be in the query. Undefined when everything is visible.
 * @param of turns a column into an expression, where another index has to be used.
 */
export function scopePredicate(scope: Scope, of = (column: string) => column): Condition | undefined {
  switch (scope.kind) {
    case 'everything':
      return undefined;
    case 'nothing':
      return sql`1 = 0`;
    case 'rules':
      return anyOf([
        ...memberOf(
          of('study.collection'),
          scope.rules.flatMap((rule) => pick(rule, 'collection')),
        ),
        ...memberOf(
          of('study.study_instance_uid'),
          scope.rules.flatMap((rule) => pick(rule, 'studyInstanceUid')),
        ),
        ...memberOf(
          of('study.patient_key'),
          scope.rules.flatMap((rule) => pick(rule, 'patientKey')),
        ),
      ]);
  }
}

const pick = (rule: ScopeRule, name: string): string[] => {
  const value = (rule as Readonly<Record<string, string>>)[name];
  return value === undefined ? [] : [value];
};

const memberOf = (column: string, values: readonly string[]): Condition[] =>
  values.length === 0 ? [] : [sql`${sql.raw(column)} IN (${sql.join(values)})`];

export const anyOf = (conditions: readonly Condition[]): Condition =>
  conditions.length === 0 ? sql`1 = 0` : sql`(${sql.join(conditions, sql` OR `)})`;

export const allOf = (conditions: readonly Condition[]): Condition =>
  conditions.length === 0 ? sql`1 = 1` : sql`${sql.join(conditions, sql` AND `)}`;

/**
 * The predicate for file items, `item` being in the query: a file is seen by who sees its collection, or what it is
 * attached to.
 */
export function fileScopePredicate(scope: Scope): Condition | undefined {
  const seen = scopePredicate(scope);
  if (!seen || scope.kind !== 'rules') return seen;
  const collections = scope.rules.flatMap((rule) => pick(rule, 'collection'));
  const patients = scope.rules.flatMap((rule) => pick(rule, 'patientKey'));
  const attached = (target: string, uid: Condition) =>
    sql`EXISTS (SELECT 1 FROM attachment WHERE attachment.item_id = item.id
      AND attachment.target = ${target} AND ${uid})`;
  return anyOf([
    ...memberOf('item.collection', collections),
    attached('study', sql`attachment.target_uid IN (SELECT study_instance_uid FROM study WHERE ${seen})`),
    attached(
      'series',
      sql`attachment.target_uid IN (SELECT series_instance_uid
        FROM series JOIN study ON study.id = series.study_row WHERE ${seen})`,
    ),
    ...memberOf('attachment.target_uid', patients).flatMap((isOne) => [
      attached('patient', isOne),
      attached(
        'person',
        sql`attachment.target_uid IN (SELECT person_uid FROM person_patient
          WHERE patient_key IN (${sql.join(patients)}))`,
      ),
    ]),
  ]);
}
