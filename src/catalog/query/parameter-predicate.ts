import { sql } from 'kysely';
import type { Level } from '../record/attributes.ts';
import type { Predicate } from './predicates.ts';
import { allOf, type Condition } from './scope.ts';

/** A range of numbers (ends included, absent ones open) or one text. */
export type ParameterCondition =
  | { readonly name: string; readonly from?: number; readonly to?: number }
  | { readonly name: string; readonly text: string };

/** Between a value of an element and a prefix of one: how few rows that selects is not known. */
const RANK = 45;

/** The row ids of a level that hold one of `series`. */
const holding: Readonly<Record<Level, { level: Level; column: string; rows(series: Condition): Condition }>> =
  {
    patient: {
      level: 'patient',
      column: 'patient.id',
      rows: (series) =>
        sql`SELECT patient_row FROM study WHERE id IN (SELECT study_row FROM series WHERE id IN (${series}))`,
    },
    study: {
      level: 'study',
      column: 'study.id',
      rows: (series) => sql`SELECT study_row FROM series WHERE id IN (${series})`,
    },
    series: { level: 'series', column: 'series.id', rows: (series) => series },
    instance: { level: 'series', column: 'series.id', rows: (series) => series },
  };

/** Selects what holds a series whose parameter fits; the index of parameters can drive it. */
export function parameterPredicate(level: Level, parameter: ParameterCondition): Predicate {
  const { rows, ...place } = holding[level];
  const fits = fitting(parameter);
  const found = rows(sql`SELECT series_row FROM series_parameter WHERE ${fits}`);
  return {
    driver: {
      ...place,
      shape: 'list',
      rank: RANK,
      // Row by row a series is asked for its one parameter, not for all series that have it.
      condition: (of) =>
        of === place.column || place.level !== 'series'
          ? sql`${sql.raw(of)} IN (${found})`
          : sql`EXISTS (SELECT 1 FROM series_parameter WHERE series_row = series.id AND ${fits})`,
    },
  };
}

function fitting(parameter: ParameterCondition): Condition {
  const values: Condition[] = [sql`name = ${parameter.name}`];
  if ('text' in parameter) values.push(sql`text_value = ${parameter.text}`);
  else {
    values.push(sql`number_value IS NOT NULL`);
    if (parameter.from !== undefined) values.push(sql`number_value >= ${parameter.from}`);
    if (parameter.to !== undefined) values.push(sql`number_value <= ${parameter.to}`);
  }
  return allOf(values);
}
