/** What a query asks of studies that stands beside them: in the rows of their series, or on their labels. */
import { sql } from 'kysely';
import type { Dialect } from '../engine/engine.ts';
import type { QueryKey } from './matcher.ts';
import { FIRST_ARRIVAL } from './order.ts';
import { type Predicate, type PredicateOptions, predicateOf } from './predicates.ts';
import { allOf, type Condition } from './scope.ts';
import { sourcesOf } from './sources.ts';

/** A label by its name, and by its value where one is given. On the study, or on the patient. */
export interface LabelCondition {
  readonly name: string;
  readonly value?: string | undefined;
}

/** To find the studies of what an index of series finds. */
const RANK_OF_STEP = 5;
/** Between one value of an element and a prefix of one, as parameters. */
const RANK_OF_LABEL = 40;
/** As a long range of dates. */
const RANK_OF_ARRIVAL = 60;

/** Selects studies that hold a series which the key fits; an index of series can drive it. */
export function seriesKeyPredicate({ tag, matcher }: QueryKey, options: PredicateOptions): Predicate {
  const source = sourcesOf(options.dialect, 'series').get(tag);
  const { driver, residual } = source ? predicateOf(source, matcher, options) : {};
  if (!driver) return residual ? { residual: holdsSeries([residual]) } : {};
  const rest = residual ? [residual] : [];
  const byRow = [driver.condition(options.dialect.unindexed(driver.column)), ...rest];
  const all = sql`SELECT study_row FROM series WHERE ${allOf([driver.condition(driver.column), ...rest])}
    AND series.instance_count > 0`;
  return {
    driver: {
      ...{ level: 'study', column: 'study.id', shape: 'list', rank: driver.rank + RANK_OF_STEP },
      // Row by row a study is asked for its own series, not for all series that fit.
      condition: (of) => (of === 'study.id' ? sql`study.id IN (${all})` : holdsSeries(byRow)),
    },
  };
}

const holdsSeries = (conditions: readonly Condition[]): Condition =>
  sql`EXISTS (SELECT 1 FROM series WHERE series.study_row = study.id AND series.instance_count > 0
    AND ${allOf(conditions)})`;

/** Selects studies whose first image came then or before. */
export const arrivalPredicate = (by: string): Predicate => ({
  driver: {
    ...{ level: 'study', column: FIRST_ARRIVAL, shape: 'range', rank: RANK_OF_ARRIVAL },
    condition: (of) => sql`${sql.raw(of)} <= ${by}`,
  },
});

/** Selects studies with a label, or of a patient with it. */
export function labelPredicate({ unindexed }: Dialect, label: LabelCondition): Predicate {
  const has = (target: string): Condition =>
    sql`SELECT target_uid FROM label WHERE target = ${target} AND name = ${label.name}
      ${label.value === undefined ? sql`` : sql`AND value = ${label.value}`}`;
  const labelled = sql`SELECT id FROM study WHERE study_instance_uid IN (${has('study')})
    UNION SELECT id FROM study WHERE patient_row IN
      (SELECT id FROM patient WHERE patient_key IN (${has('patient')}))`;
  const isLabelled = (target: string, column: string): Condition =>
    sql`EXISTS (${has(target)} AND target_uid = ${sql.raw(unindexed(column))})`;
  return {
    driver: {
      ...{ level: 'study', column: 'study.id', shape: 'list', rank: RANK_OF_LABEL },
      condition: (of) =>
        of === 'study.id'
          ? sql`study.id IN (${labelled})`
          : sql`(${isLabelled('study', 'study.study_instance_uid')} OR ${isLabelled('patient', 'study.patient_key')})`,
    },
  };
}
