import { sql } from 'kysely';
import type { Scope } from '../../contract/index.ts';
import { type Engine, rowsOf } from '../engine/engine.ts';
import { requireBounded } from './bounds.ts';
import { answerSource, pagesOf } from './pages.ts';
import { bestDriver, drivenPlan, orderAsked, type Question, questionOf } from './plan.ts';
import type { Query } from './query.ts';
import { hasAtLeast } from './scope-rows.ts';

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
  // In the order of the query, as its answers are found: a scope is listed once.
  const driver = await bestDriver(engine, question, scope, orderAsked(question));
  await requireBounded(engine, question, driver);
  const plan = drivenPlan(engine, question, driver, { columns: [], conditions: [] });
  const listed = driver?.listed;
  if (!plan.sliced && listed && plan.level === 'study') return Math.min(listed.rows.length, maximum);
  if (!plan.sliced && !listed) {
    const rows = sql`SELECT 1 ${answerSource(plan, [])} LIMIT ${maximum}`;
    const [row] = await rowsOf(engine, sql`SELECT count(*) FROM (${rows}) AS found`);
    return Number(row![0]);
  }
  if (!driver && asksForAllStudies(question) && (await hasAtLeast(engine, scope, maximum))) return maximum;
  let count = 0;
  for await (const page of pagesOf(engine, plan)) {
    count += page.length;
    if (count >= maximum) return maximum;
  }
  return count;
}

const asksForAllStudies = ({ query, predicates }: Question): boolean =>
  query.level === 'study' && predicates.every(({ driver, residual }) => !driver && !residual);
