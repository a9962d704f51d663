import { IsocenterError } from '../../base/index.ts';
import type { Scope } from '../../contract/index.ts';
import type { Engine, Row, Value } from '../engine/engine.ts';
import { requireBounded } from './bounds.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { after, isSameOrder, type Order, sortRows } from './order.ts';
import { PAGE_ROWS, pagesOf } from './pages.ts';
import {
  bestDriver,
  drivenPlan,
  listedPlan,
  nothingElse,
  orderAsked,
  type Plan,
  type Question,
  questionOf,
  walkingPlan,
} from './plan.ts';
import type { Driver } from './predicates.ts';
import type { Query } from './query.ts';

/** Answers that may be sorted when no index has them in the order asked for. */
const MAXIMUM_SORTED = 100_000;
/** When more match, they lie so densely in the index that has the order that walking it is the shorter way. */
const SORTED_BEFORE_WALKING = 10_000;

/** One page of answers. */
export interface FoundPage {
  readonly rows: readonly Row[];
  /** Where the page after this one begins, as `query.after` takes it; undefined when there is none. */
  readonly next: string | undefined;
}

/**
 * Answers in pages of at most a thousand rows, each a row of values in the order of `query.attributes`. Other
 * statements run between pages; each statement does a bounded amount of work. Rows that come or go meanwhile may or
 * may not be there, others are there exactly once.
 * @throws IsocenterError `query/bad` when the query would have to look at every instance, or to sort too much.
 */
export async function* find(engine: Engine, scope: Scope, query: Query): AsyncGenerator<Row[]> {
  const { offset = 0, limit = Number.POSITIVE_INFINITY } = query;
  const { pages, skipped, width } = await answersTo(engine, scope, query, offset + limit);
  for await (const page of limited(pages, offset - skipped, limit)) {
    yield page.map((row) => row.slice(0, -width));
  }
}

/** At most `limit` answers (default: one page), and where the next ones begin. */
export async function findPage(engine: Engine, scope: Scope, query: Query): Promise<FoundPage> {
  const { offset = 0, limit = PAGE_ROWS } = query;
  const { pages, skipped, width, name } = await answersTo(engine, scope, query, offset + limit + 1);
  const rows = (await Array.fromAsync(limited(pages, offset - skipped, limit + 1))).flat();
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    rows: rows.slice(0, limit).map((row) => row.slice(0, -width)),
    next: last && encodeCursor(name, last.slice(-width)),
  };
}

/** Rows with the values of their position at their ends. */
interface Answers {
  readonly pages: AsyncIterable<Row[]>;
  /** Rows that would have come first. */
  readonly skipped: number;
  readonly width: number;
  readonly name: string;
}

/** @param wanted rows that are looked at at most; there may be more. */
async function answersTo(engine: Engine, scope: Scope, query: Query, wanted: number): Promise<Answers> {
  const question = questionOf(engine, scope, query);
  const order = orderAsked(question);
  const driver = await bestDriver(engine, question, scope, order);
  await requireBounded(engine, question, driver);
  const isInOrder = !order || (driver?.listed && isSameOrder(driver.listed.order, order));
  return isInOrder
    ? drivenAnswers(engine, question, driver, order?.name, wanted)
    : await orderedAnswers(engine, scope, question, driver, order, wanted);
}

/** Answers in the order of what drives. */
function drivenAnswers(
  engine: Engine,
  question: Question,
  driver: Driver | undefined,
  orderName: string | undefined,
  wanted: number,
): Answers {
  const { after: cursor, offset = 0 } = question.query;
  const plan = drivenPlan(engine, question, driver, nothingElse);
  const [name, width] = [orderName ?? plan.cursor[0]!, plan.cursor.length];
  const isCounted = plan.level === 'study' && !plan.sliced && cursor === undefined;
  if (!isCounted || !driver?.listed) {
    return { pages: pagesOf(engine, plan, startOf(cursor, name, width), wanted), skipped: 0, name, width };
  }
  const { rest, skipped } = driver.listed.without(offset);
  const from = { ...plan, driver: { ...driver, listed: rest } };
  return { pages: pagesOf(engine, from, undefined, wanted - skipped), skipped, name, width };
}

async function orderedAnswers(
  engine: Engine,
  scope: Scope,
  question: Question,
  driver: Driver | undefined,
  order: Order,
  wanted: number,
): Promise<Answers> {
  const [name, width] = [order.name, order.columns.length];
  const start = startOf(question.query.after, name, width);
  const listed = await listedPlan(engine, question, scope, driver, order);
  if (listed) return { pages: pagesOf(engine, listed, start, wanted), skipped: 0, name, width };
  const isLimitedByOrder = driver?.column === order.limitedBy;
  const walking = order.indexed ? walkingPlan(engine, question, order) : undefined;
  const sorting =
    walking && (isLimitedByOrder || !driver)
      ? undefined
      : sortingPlan(engine, question, driver, order, start);
  const pages = orderedPages(engine, { walking, sorting }, order, start, wanted);
  return { pages, skipped: 0, name, width };
}

const startOf = (cursor: string | undefined, name: string, width: number): Value[] | undefined =>
  cursor === undefined ? undefined : decodeCursor(cursor, name, width);

function sortingPlan(
  engine: Engine,
  question: Question,
  driver: Driver | undefined,
  { columns, descending }: Order,
  start: readonly Value[] | undefined,
): Plan {
  const conditions = start ? [after(columns, start, descending)] : [];
  return drivenPlan(engine, question, driver, { columns, conditions });
}

/** Few matches are sorted, many are met soon enough on the way through the index that has the order. */
async function* orderedPages(
  engine: Engine,
  { walking, sorting }: { readonly walking: Plan | undefined; readonly sorting: Plan | undefined },
  order: Order,
  start: readonly Value[] | undefined,
  wanted: number,
): AsyncGenerator<Row[]> {
  const few = sorting && (await collect(engine, sorting, walking ? SORTED_BEFORE_WALKING : MAXIMUM_SORTED));
  if (few) {
    sortRows(few, order);
    for (let at = 0; at < few.length; at += PAGE_ROWS) yield few.slice(at, at + PAGE_ROWS);
  } else if (walking) {
    yield* pagesOf(engine, walking, start, wanted);
  } else {
    throw new IsocenterError('query/bad', { reason: `more than ${MAXIMUM_SORTED} answers cannot be sorted` });
  }
}

/** All rows of a plan without its own cursor; undefined when there are more than `maximum`. */
async function collect(engine: Engine, plan: Plan, maximum: number): Promise<Row[] | undefined> {
  const all: Row[] = [];
  for await (const page of pagesOf(engine, plan)) {
    for (const row of page) all.push(row.slice(0, -plan.cursor.length));
    if (all.length > maximum) return undefined;
  }
  return all;
}

async function* limited(pages: AsyncIterable<Row[]>, offset: number, limit: number): AsyncGenerator<Row[]> {
  let skip = offset;
  let left = limit;
  if (left <= 0) return;
  for await (const page of pages) {
    const rows = page.slice(skip, skip + left);
    skip = Math.max(0, skip - page.length);
    left -= rows.length;
    if (rows.length > 0) yield rows;
    if (left <= 0) return;
  }
}
