import { type SqlBool, sql } from 'kysely';
import type { Scope } from '../contract/index.ts';
import type { Who } from './change.ts';
import { type Engine, type Row, statement, type Work } from './engine/engine.ts';
import { appendEvents } from './events.ts';
import { expectedScopePredicate } from './query/scope.ts';

/** A study that somebody announced before it arrives. */
export interface ExpectedStudy {
  readonly studyInstanceUid: string;
  /** Who said so: a node, a work list, a person. */
  readonly source: string;
  readonly seriesCount: number | null;
  readonly instanceCount: number | null;
  /** ISO 8601; when people are to be told that it is missing. */
  readonly deadline: string | null;
}

/** Announces a study, or corrects what was announced. */
export function* expectStudy(study: ExpectedStudy, who: Who): Work<void> {
  const { studyInstanceUid, source, seriesCount, instanceCount, deadline } = study;
  yield* statement(
    `INSERT INTO expected_study (study_instance_uid, source, series_count, instance_count, deadline, created_at)
      VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (study_instance_uid) DO UPDATE SET source = excluded.source,
        series_count = excluded.series_count, instance_count = excluded.instance_count,
        deadline = excluded.deadline, completed_at = NULL`,
    [studyInstanceUid, source, seriesCount, instanceCount, deadline, who.at],
  );
  yield* appendEvents([{ ...who, kind: 'study.expected', studyInstanceUid }]);
}

/** Says that an expected study is complete, or no longer expected. */
export function* completeExpectedStudy(studyInstanceUid: string, who: Who): Work<void> {
  const [pending] = yield* statement(
    'SELECT 1 FROM expected_study WHERE study_instance_uid = ? AND completed_at IS NULL',
    [studyInstanceUid],
  );
  if (!pending) return;
  yield* statement('UPDATE expected_study SET completed_at = ? WHERE study_instance_uid = ?', [
    who.at,
    studyInstanceUid,
  ]);
  yield* appendEvents([{ ...who, kind: 'study.complete', studyInstanceUid }]);
}

export interface PendingStudy extends ExpectedStudy {
  /** What is there of it. */
  readonly presentSeries: number;
  readonly presentInstances: number;
}

/** Expected studies of a scope that are not complete, the most urgent first; with `dueBefore`, those whose deadline passed. */
export async function pendingStudies(
  engine: Engine,
  scope: Scope,
  limit: number,
  dueBefore?: string,
): Promise<PendingStudy[]> {
  const seen = expectedScopePredicate(engine.dialect, scope);
  let query = pending(engine);
  if (seen) query = query.where(sql<SqlBool>`${seen}`);
  if (dueBefore !== undefined) query = query.where('expected.deadline', '<', dueBefore);
  // Those without a deadline come last, on either engine.
  const urgent = query.orderBy((where) => where.fn.coalesce('expected.deadline', where.val('~')));
  const found = await engine.rows(urgent.orderBy('expected.study_instance_uid').limit(limit).compile());
  return found.map(pendingFrom);
}

/** One of them; undefined when it is not expected or complete. */
export async function pendingStudy(
  engine: Engine,
  studyInstanceUid: string,
): Promise<PendingStudy | undefined> {
  const query = pending(engine).where('expected.study_instance_uid', '=', studyInstanceUid);
  const [row] = await engine.rows(query.compile());
  return row && pendingFrom(row);
}

const pending = ({ builder }: Engine) =>
  builder
    .selectFrom('expected_study as expected')
    .leftJoin('study', 'study.study_instance_uid', 'expected.study_instance_uid')
    .select(['expected.study_instance_uid', 'expected.source', 'expected.series_count'])
    .select(['expected.instance_count', 'expected.deadline'])
    .select(['study.series_count as present_series', 'study.instance_count as present_instances'])
    .where('expected.completed_at', 'is', null);

function pendingFrom(row: Row): PendingStudy {
  return {
    studyInstanceUid: row[0] as string,
    source: row[1] as string,
    seriesCount: row[2] as number | null,
    instanceCount: row[3] as number | null,
    deadline: row[4] as string | null,
    presentSeries: (row[5] as number | null) ?? 0,
    presentInstances: (row[6] as number | null) ?? 0,
  };
}
