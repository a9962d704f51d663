import { type RawBuilder, sql } from 'kysely';
import { type Engine, type Row, rowsOf, type Value } from '../engine/engine.ts';
import { type Level, levels } from '../record/attributes.ts';
import { after, notAfter, orderBy, selected } from './order.ts';
import { joins, type Plan, tables } from './plan.ts';
import type { Driver } from './predicates.ts';
import { allOf, type Condition, oneOfRows } from './scope.ts';
import type { StudyList } from './study-list.ts';
import { turn } from './turn.ts';

/** Answers of one page. */
export const PAGE_ROWS = 1_000;
/** Rows of the driving level that one statement looks at when conditions remain, by levels between it and the answer. */
const SLICE_ROWS = [4_000, 400, 40, 40];

/**
 * Rows of a plan from a position on, with the values of its cursor at their ends; each statement is bounded.
 * @param wanted how many are looked at at most: pages are no longer.
 */
export function pagesOf(
  engine: Engine,
  plan: Plan,
  start?: readonly Value[],
  wanted = PAGE_ROWS,
): AsyncGenerator<Row[]> {
  const most = Math.min(wanted, PAGE_ROWS);
  const { driver } = plan;
  if (driver?.listed) return listedPages(engine, plan, { driver, listed: driver.listed }, most, start);
  return plan.sliced ? slicedPages(engine, plan, most, start) : pagesWithin(engine, plan, [], most, start);
}

const drivingCondition = ({ driver }: Plan): Condition[] => (driver ? [driver.condition(driver.column)] : []);

const drivingLevel = ({ driver, level }: Plan): Level => driver?.level ?? level;

/** The tables and conditions of a plan. */
export function answerSource(plan: Plan, conditions: readonly Condition[]): RawBuilder<unknown> {
  const [from, ...joined] = joins[`${plan.level} by ${drivingLevel(plan)}`]!;
  const all = [
    ...joined.map((condition) => sql.raw(condition)),
    sql.raw(tables[plan.level].visible),
    ...drivingCondition(plan),
    ...plan.residual,
    ...conditions,
  ];
  return sql`FROM ${sql.raw(from)} WHERE ${allOf(all)}`;
}

function statementOf(plan: Plan, conditions: readonly Condition[], limit: number): RawBuilder<unknown> {
  return sql`SELECT ${plan.select} ${answerSource(plan, conditions)}
    ORDER BY ${orderBy(plan.cursor, plan.descending)} LIMIT ${limit}`;
}

/** The studies to look at are known: so many at a time. */
async function* listedPages(
  engine: Engine,
  plan: Plan,
  { driver, listed }: { readonly driver: Driver; readonly listed: StudyList },
  most: number,
  start?: readonly Value[],
): AsyncGenerator<Row[]> {
  let position = start;
  for (const ids of studiesFrom(listed, plan, most, start)) {
    const condition = (of: string) => oneOfRows(engine.dialect, of, ids);
    yield* pagesWithin(engine, { ...plan, driver: { ...driver, condition } }, [], most, position);
    await turn();
    position = undefined;
  }
}

/** Ids of the studies that a statement looks at, for one after the other. */
function* studiesFrom(
  listed: StudyList,
  plan: Plan,
  most: number,
  start: readonly Value[] | undefined,
): Generator<number[]> {
  const position = start?.slice(0, listed.order.columns.length);
  const depth = depthOf(plan);
  if (depth === 0) return yield* listed.pieces(position, most, plan.sliced ? SLICE_ROWS[depth]! : most);
  // Much may lie inside of one. It comes in the order of the ids of the studies.
  const [rows, first] = [SLICE_ROWS[depth]!, Number(position?.[0] ?? 0)];
  for (const piece of listed.pieces(position, rows)) {
    const ids = piece.filter((id) => id >= first).sort((a, b) => a - b);
    for (let at = 0; at < ids.length; at += rows) yield ids.slice(at, at + rows);
  }
}

const depthOf = (plan: Plan): number => levels.indexOf(plan.level) - levels.indexOf(drivingLevel(plan));

/** Rows have to be looked at one by one: so many of the driving level at a time. */
async function* slicedPages(
  engine: Engine,
  plan: Plan,
  most: number,
  first?: readonly Value[],
): AsyncGenerator<Row[]> {
  const depth = depthOf(plan);
  const ids = plan.cursor.slice(0, plan.cursor.length - depth);
  let position = first;
  // The row of the driving level that a position lies in has more of the answer behind it.
  let start = first && depth > 0 ? undefined : first;
  const from: readonly Condition[] =
    first && depth > 0 ? [notBefore(ids, first.slice(0, ids.length), plan.descending)] : [];
  do {
    const begin: readonly Condition[] = start ? [after(ids, start, plan.descending)] : from;
    const [end] = await rowsOf(engine, sliceEnd(plan, ids, begin, SLICE_ROWS[depth]!));
    const bounds = end ? [...begin, notAfter(ids, end, plan.descending)] : begin;
    yield* pagesWithin(engine, plan, bounds, most, position);
    await turn();
    position = undefined;
    start = end;
  } while (start);
}

function notBefore(columns: readonly string[], position: readonly Value[], descending: boolean): Condition {
  return notAfter(columns, position, !descending);
}

/** The position of the last row of a slice; nothing when fewer rows are left. */
function sliceEnd(
  plan: Plan,
  ids: readonly string[],
  begin: readonly Condition[],
  rows: number,
): RawBuilder<unknown> {
  const conditions = [...drivingCondition(plan), ...begin];
  return sql`SELECT ${selected(ids)}
    FROM ${sql.raw(drivingLevel(plan))} WHERE ${allOf(conditions)}
    ORDER BY ${orderBy(ids, plan.descending)} LIMIT 1 OFFSET ${rows - 1}`;
}

/** Pages follow each other by key. */
async function* pagesWithin(
  engine: Engine,
  plan: Plan,
  bounds: readonly Condition[],
  most: number,
  start?: readonly Value[],
): AsyncGenerator<Row[]> {
  let position = start;
  for (;;) {
    const conditions = position ? [...bounds, after(plan.cursor, position, plan.descending)] : bounds;
    const rows = await rowsOf(engine, statementOf(plan, conditions, most));
    if (rows.length > 0) yield rows;
    if (rows.length < most) return;
    position = positionOf(rows.at(-1)!, plan);
  }
}

const positionOf = (row: Row, { cursor }: Plan): readonly Value[] => row.slice(-cursor.length);
