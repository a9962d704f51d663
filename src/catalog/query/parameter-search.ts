import { sql } from 'kysely';
import type { Scope } from '../../contract/index.ts';
import type { Engine } from '../engine/engine.ts';
import { allOf, type Condition, scopePredicate } from './scope.ts';

export interface SeriesIdentity {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
}

/** A range of numbers (ends included, absent ones open) or one text. */
export type ParameterCondition =
  | { readonly name: string; readonly from?: number; readonly to?: number }
  | { readonly name: string; readonly text: string };

const PAGE_ROWS = 1_000;

/** Series whose parameters fit all conditions, in pages; the first condition chooses the index. */
export async function* seriesWith(
  engine: Engine,
  scope: Scope,
  conditions: readonly ParameterCondition[],
): AsyncGenerator<SeriesIdentity[]> {
  const seen = scopePredicate(scope);
  let after = 0;
  for (;;) {
    const all = [
      sql`series.id > ${after}`,
      sql`series.instance_count > 0`,
      ...conditions.map(hasParameter),
      ...(seen ? [seen] : []),
    ];
    const query = sql`SELECT series.id, study.study_instance_uid, series.series_instance_uid
      FROM series JOIN study ON study.id = series.study_row WHERE ${allOf(all)}
      ORDER BY series.id LIMIT ${PAGE_ROWS}`;
    const rows = await engine.rows(query.compile(engine.builder));
    if (rows.length > 0) yield rows.map(([, study, series]) => identity(study as string, series as string));
    if (rows.length < PAGE_ROWS) return;
    after = rows.at(-1)![0] as number;
  }
}

const identity = (studyInstanceUid: string, seriesInstanceUid: string): SeriesIdentity => ({
  studyInstanceUid,
  seriesInstanceUid,
});

function hasParameter(condition: ParameterCondition): Condition {
  const values: Condition[] = [sql`name = ${condition.name}`];
  if ('text' in condition) values.push(sql`text_value = ${condition.text}`);
  else {
    values.push(sql`number_value IS NOT NULL`);
    if (condition.from !== undefined) values.push(sql`number_value >= ${condition.from}`);
    if (condition.to !== undefined) values.push(sql`number_value <= ${condition.to}`);
  }
  return sql`series.id IN (SELECT series_row FROM series_parameter WHERE ${allOf(values)})`;
}
