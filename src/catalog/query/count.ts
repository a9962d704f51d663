import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '../../contract/index.ts';
import { type Engine, rowsOf } from '../engine/engine.ts';
import { requireBounded } from './bounds.ts';
import { answerSource, pagesOf } from './pages.ts';
import {
  bestDriver,
  drivenPlan,
  type ListedPlan,
  listedPlan,
  nothingElse,
  orderAsked,
  type Plan,
  questionOf,
} from './plan.ts';
import type { Query } from './query.ts';
import { oneOfRows } from './scope.ts';

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
  const order = orderAsked(question);
  const driver = await bestDriver(engine, question, scope, order);
  await requireBounded(engine, question, driver);
  const listed = await listedPlan(engine, question, scope, driver, order);
  const plan = listed ?? drivenPlan(engine, question, driver, nothingElse);
  if (listed && !listed.sliced) return Math.min(await countListed(engine, listed), maximum);
  if (plan.sliced || plan.driver?.listed) return await countPages(engine, plan, maximum);
  return await countRows(engine, sql`SELECT 1 ${answerSource(plan, [])} LIMIT ${maximum}`);
}

/** Only what lies at the ends of the list has to be looked at. */
async function countListed(engine: Engine, plan: ListedPlan): Promise<number> {
  const { ids, between } = plan.driver.listed.ends;
  const condition = (of: string) => oneOfRows(engine.dialect, of, ids);
  const ends = { ...plan, driver: { ...plan.driver, condition } };
  return between + (await countRows(engine, sql`SELECT 1 ${answerSource(ends, [])}`));
}

async function countRows(engine: Engine, rows: RawBuilder<unknown>): Promise<number> {
  const [row] = await rowsOf(engine, sql`SELECT count(*) FROM (${rows}) AS found`);
  return Number(row![0]);
}

async function countPages(engine: Engine, plan: Plan, maximum: number): Promise<number> {
  const { listed } = plan.driver ?? {};
  if (!plan.sliced && listed && plan.level === 'study') return Math.min(listed.size, maximum);
  let count = 0;
  for await (const page of pagesOf(engine, plan)) {
    count += page.length;
    if (count >= maximum) return maximum;
  }
  return count;
}
