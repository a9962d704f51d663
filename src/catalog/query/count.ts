import { sql } from 'kysely';
import type { Scope } from '../../contract/index.ts';
import type { Engine } from '../engine/engine.ts';
import { answerSource, pagesOf } from './pages.ts';
import { bestDriver, drivenPlan, questionOf } from './plan.ts';
import type { Query } from './query.ts';

/**
 * How many rows a query answers, its limit and offset aside; `maximum` when there are that many or more.
 * @throws IsocenterError `query/bad` as `find` does.
 */
export async function countAnswers(
  engine: Engine,
  scope: Scope,
  query: Query,
  maximum: number,
): Promise<number> {
  const question = questionOf(engine, scope, { ...query, attributes: [] });
  const plan = drivenPlan(engine, question, await bestDriver(engine, question, scope), {
    columns: [],
    conditions: [],
  });
  if (!plan.sliced) {
    const rows = sql`SELECT 1 ${answerSource(plan, [])} LIMIT ${maximum}`;
    const [row] = await engine.rows(sql`SELECT count(*) FROM (${rows}) AS found`.compile(engine.builder));
    return Number(row![0]);
  }
  let count = 0;
  for await (const page of pagesOf(engine, plan)) {
    count += page.length;
    if (count >= maximum) return maximum;
  }
  return count;
}
