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

/** The predicate for file items, which belong to collections only. */
export function fileScopePredicate(scope: Scope): Condition | undefined {
  if (scope.kind === 'everything') return undefined;
  const rules = scope.kind === 'rules' ? scope.rules : [];
  return anyOf(
    memberOf(
      'item.collection',
      rules.flatMap((rule) => pick(rule, 'collection')),
    ),
  );
}
