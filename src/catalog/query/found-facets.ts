import { sql } from 'kysely';
import type { Scope } from '../../contract/index.ts';
import { tags } from '../../dicom/index.ts';
import { type Engine, type Row, rowsOf } from '../engine/engine.ts';
import { find } from './find.ts';
import type { Query } from './query.ts';
import { type Condition, memberOf } from './scope.ts';

/** Studies that are counted: the newest. */
export const MAXIMUM_COUNTED_STUDIES = 10_000;
/** Values of a facet that are answered: the most frequent. */
const MAXIMUM_VALUES = 100;

/** How many of the studies have a value. */
export interface FoundFacetValue {
  readonly value: string;
  readonly studies: number;
}

/** What the studies of a query are, in numbers. */
export interface FoundFacets {
  /** Studies that were counted. */
  readonly studies: number;
  /** Whether these are all that the query finds. */
  readonly isComplete: boolean;
  readonly modalities: readonly FoundFacetValue[];
  /** By year of the study date. */
  readonly years: readonly FoundFacetValue[];
  readonly bodyParts: readonly FoundFacetValue[];
  readonly institutions: readonly FoundFacetValue[];
  /** On the study or its patient: `name`, or `name=value` where the label has a value. */
  readonly labels: readonly FoundFacetValue[];
  /** By the name of the parameter, for those asked for. */
  readonly parameters: Readonly<Record<string, readonly FoundFacetValue[]>>;
}

/** Counts the newest studies that a query at the study level finds, page by page. @throws IsocenterError `query/bad` as `find` does. */
export async function foundFacets(
  engine: Engine,
  scope: Scope,
  query: Query,
  parameters: readonly string[],
): Promise<FoundFacets> {
  const tallies = {
    modalities: new Tally(),
    years: new Tally(),
    bodyParts: new Tally(),
    institutions: new Tally(),
    labels: new Tally(),
  };
  const ofParameters = new Map(parameters.map((name) => [name, new Tally()]));
  let studies = 0;
  for await (const page of find(engine, scope, { ...query, ...newest })) {
    const counted = page.slice(0, MAXIMUM_COUNTED_STUDIES - studies);
    for (const [, date, modalities] of counted) {
      tallies.years.count([String(date ?? '').slice(0, 4)]);
      tallies.modalities.count(String(modalities ?? '').split('\\'));
    }
    const held = ofSeriesOf(engine, counted);
    tallies.bodyParts.countDistinct(await rowsOf(engine, valuesOfSeries('body_part_examined', held)));
    tallies.institutions.countDistinct(await rowsOf(engine, valuesOfSeries('institution_name', held)));
    tallies.labels.countDistinct(await rowsOf(engine, labelsOn(studiesOf(engine, counted))));
    for (const [name, tally] of ofParameters)
      tally.countDistinct(await rowsOf(engine, valuesOfParameter(name, held)));
    studies += page.length;
  }
  return {
    studies: Math.min(studies, MAXIMUM_COUNTED_STUDIES),
    isComplete: studies <= MAXIMUM_COUNTED_STUDIES,
    modalities: tallies.modalities.values(),
    years: tallies.years.values(),
    bodyParts: tallies.bodyParts.values(),
    institutions: tallies.institutions.values(),
    labels: tallies.labels.values(),
    parameters: Object.fromEntries([...ofParameters].map(([name, tally]) => [name, tally.values()])),
  };
}

/** One more than is counted tells whether that is all. */
const newest = {
  attributes: [tags.StudyInstanceUID, tags.StudyDate, tags.ModalitiesInStudy],
  order: { tags: [tags.StudyDate], descending: true },
  limit: MAXIMUM_COUNTED_STUDIES + 1,
} as const;

const studiesOf = ({ dialect }: Engine, studies: readonly Row[]): Condition =>
  memberOf(
    dialect,
    'study.study_instance_uid',
    studies.map(([uid]) => String(uid)),
  );

const ofSeriesOf = (engine: Engine, studies: readonly Row[]): Condition =>
  sql`${studiesOf(engine, studies)} AND series.study_row = study.id AND series.instance_count > 0`;

/** What stands on a study and on its patient alike is one. */
function labelsOn(studies: Condition): Condition {
  const on = (target: string, column: string) =>
    sql`SELECT study.id, label.name || CASE WHEN label.value = '' THEN '' ELSE '=' || label.value END
      FROM study CROSS JOIN label WHERE ${studies} AND label.target = ${target} AND label.target_uid = ${sql.raw(column)}`;
  return sql`${on('study', 'study.study_instance_uid')} UNION ${on('patient', 'study.patient_key')}`;
}

const valuesOfSeries = (column: string, held: Condition): Condition =>
  sql`SELECT DISTINCT series.study_row, ${sql.raw(`series.${column}`)} FROM study CROSS JOIN series
    WHERE ${held} AND ${sql.raw(`series.${column}`)} IS NOT NULL`;

const valuesOfParameter = (name: string, held: Condition): Condition =>
  sql`SELECT DISTINCT series.study_row, coalesce(series_parameter.text_value,
      CAST(series_parameter.number_value AS TEXT))
    FROM study CROSS JOIN series CROSS JOIN series_parameter
    WHERE ${held} AND series_parameter.series_row = series.id AND series_parameter.name = ${name}`;

/** Adds up by value; what is empty is no value. */
class Tally {
  readonly #studies = new Map<string, number>();

  /** The values of one study, each once. */
  count(values: readonly string[]): void {
    for (const value of values)
      if (value !== '') this.#studies.set(value, (this.#studies.get(value) ?? 0) + 1);
  }

  /** Rows of a study and a value, no two alike. */
  countDistinct(rows: readonly Row[]): void {
    for (const [, value] of rows) this.count([String(value)]);
  }

  values(): FoundFacetValue[] {
    return [...this.#studies]
      .map(([value, studies]) => ({ value, studies }))
      .sort((a, b) => b.studies - a.studies || (a.value < b.value ? -1 : 1))
      .slice(0, MAXIMUM_VALUES);
  }
}
