import { type RawBuilder, sql } from 'kysely';
import { IsocenterError } from '../../base/index.ts';
import type { Scope } from '../../contract/index.ts';
import { formatTag, type Tag, tags } from '../../dicom/index.ts';
import type { Engine, Row, Value } from '../engine/engine.ts';
import { type Level, levels } from '../record/attributes.ts';
import type { Matcher } from './matcher.ts';
import { combinedCondition, type Driver, type Predicate, predicateOf } from './predicates.ts';
import type { Query } from './query.ts';
import { allOf, type Condition, scopePredicate } from './scope.ts';
import { type SourceMap, sourcesOf } from './sources.ts';

/** Answers of one page. */
const PAGE_ROWS = 1_000;
/** Rows of the driving level that one statement looks at when conditions remain, by levels between it and the answer. */
const SLICE_ROWS = [4_000, 400, 40, 40];
/** Answers that may be sorted, or passed over by an offset. */
const MAXIMUM_SORTED = 100_000;

const tables: Readonly<Record<Level, { id: string; visible: string }>> = {
  patient: { id: 'patient.id', visible: 'patient.instance_count > 0' },
  study: { id: 'study.id', visible: 'study.instance_count > 0' },
  series: { id: 'series.id', visible: 'series.instance_count > 0' },
  instance: { id: 'instance.item_id', visible: 'instance.is_current = 1 AND item.trashed_at IS NULL' },
};

const seriesInStudy = 'series.study_row = study.id';
const instanceInSeries = 'instance.series_row = series.id';
const itemOfInstance = 'item.id = instance.item_id';

/**
 * Tables by the level asked for and the level that drives, from the driving one on. SQLite keeps the order of a CROSS
 * JOIN, so it never begins with the instances of everybody; PostgreSQL has statistics and finds its own.
 */
const joins: Readonly<Record<string, readonly [from: string, ...conditions: string[]]>> = {
  'patient by patient': ['patient'],
  'study by study': ['study'],
  'series by study': ['study CROSS JOIN series', seriesInStudy],
  'series by series': ['series CROSS JOIN study', seriesInStudy],
  'instance by study': [
    'study CROSS JOIN series CROSS JOIN instance CROSS JOIN item',
    seriesInStudy,
    instanceInSeries,
    itemOfInstance,
  ],
  'instance by series': [
    'series CROSS JOIN study CROSS JOIN instance CROSS JOIN item',
    seriesInStudy,
    instanceInSeries,
    itemOfInstance,
  ],
  'instance by instance': [
    'instance CROSS JOIN item CROSS JOIN series CROSS JOIN study',
    itemOfInstance,
    instanceInSeries,
    seriesInStudy,
  ],
};

/** A query as it will be run: what drives it, what remains, in which order rows come. */
interface Plan {
  readonly level: Level;
  readonly driver: Driver | undefined;
  readonly residual: readonly Condition[];
  /** Whether rows may be looked at in vain, so that slices have to bound the work. */
  readonly sliced: boolean;
  readonly select: RawBuilder<unknown>;
  /** SQL of the columns that order rows, the last being unique. Their values come last in each row. */
  readonly cursor: readonly string[];
}

/**
 * Answers in pages of at most a thousand rows, each a row of values in the order of `query.attributes`. Other
 * statements run between pages; each statement does a bounded amount of work. Rows that come or go meanwhile may or
 * may not be there, others are there exactly once.
 * @throws IsocenterError `query/bad` when the query would have to look at every instance.
 */
export function find(engine: Engine, scope: Scope, query: Query): AsyncIterable<Row[]> {
  const plan = planOf(engine, scope, query);
  if (query.order) return sortedPages(engine, plan, query, query.order);
  const pages = plan.sliced ? slicedPages(engine, plan) : keysetPages(engine, plan);
  return limited(pages, query.offset ?? 0, query.limit ?? Number.POSITIVE_INFINITY);
}

function planOf(engine: Engine, scope: Scope, query: Query): Plan {
  const { level } = query;
  const sources = sourcesOf(engine.dialect, level);
  const predicates = predicatesOf(engine, sources, query);
  const { unindexed } = engine.dialect;
  const driver = best(predicates) ?? scopeDriver(scope, level);
  const seen = scopeCondition(scope, level, unindexed);
  const remaining = predicates.flatMap((predicate) => remainderOf(predicate, driver, unindexed));
  const residual = [...remaining, ...(seen ? [seen] : [])];
  if (level === 'instance' && !driver) {
    throw new IsocenterError('query/bad', {
      reason: 'at the instance level, a UID or another key that is indexed is needed',
    });
  }
  const cursor = cursorOf(driver, level);
  const wanted = query.attributes.map((tag) => sources.get(tag)?.expression ?? 'NULL');
  return {
    level,
    driver,
    residual,
    sliced: residual.length > 0,
    select: sql.raw([...wanted, ...cursor].map((each, index) => `${each} AS c${index}`).join(', ')),
    cursor,
  };
}

function predicatesOf(engine: Engine, sources: SourceMap, query: Query): Predicate[] {
  const options = { dialect: engine.dialect, fuzzy: query.fuzzy ?? false };
  const combined = query.combinedDateTime ? combinedPredicates(sources, query) : [];
  return [
    ...combined,
    ...query.keys.flatMap(({ tag, matcher }) => {
      if (query.combinedDateTime && isTimeOfPair(query, tag)) return [];
      // Optional keys that an SCP does not support select everything (PS3.4 C.2.2.1.3).
      const source = sources.get(tag);
      return source ? [predicateOf(source, matcher, options)] : [];
    }),
  ];
}

/** Date and time keys that are two halves of one point in time. */
const temporalPairs: readonly (readonly [Tag, Tag])[] = [
  [tags.StudyDate, tags.StudyTime],
  [tags.SeriesDate, tags.SeriesTime],
  [tags.PatientBirthDate, tags.PatientBirthTime],
  [tags.PerformedProcedureStepStartDate, tags.PerformedProcedureStepStartTime],
];

type Range = Matcher & { kind: 'range' };

function rangeOf(query: Query, tag: Tag): Range | undefined {
  const matcher = query.keys.find((key) => key.tag === tag)?.matcher;
  return matcher?.kind === 'range' ? matcher : undefined;
}

const isTimeOfPair = (query: Query, tag: Tag): boolean =>
  temporalPairs.some(([date, time]) => time === tag && rangeOf(query, date) && rangeOf(query, tag));

function combinedPredicates(sources: SourceMap, query: Query): Predicate[] {
  return temporalPairs.flatMap(([dateTag, timeTag]) => {
    const [dates, times] = [rangeOf(query, dateTag), rangeOf(query, timeTag)];
    const [date, time] = [sources.get(dateTag), sources.get(timeTag)];
    return dates && times && date && time ? [{ residual: combinedCondition(date, dates, time, times) }] : [];
  });
}

function best(predicates: readonly Predicate[]): Driver | undefined {
  const drivers = predicates.flatMap(({ driver }) => (driver ? [driver] : []));
  return drivers.sort((a, b) => a.rank - b.rank)[0];
}

type Unindexed = (column: string) => string;

function remainderOf(
  { driver, residual }: Predicate,
  chosen: Driver | undefined,
  unindexed: Unindexed,
): Condition[] {
  const rest = residual ? [residual] : [];
  return driver && driver !== chosen ? [driver.condition(unindexed(driver.column)), ...rest] : rest;
}

/** A patient exists for those who see one of the studies. */
function scopeCondition(scope: Scope, level: Level, unindexed: Unindexed): Condition | undefined {
  if (level !== 'patient') return scopePredicate(scope, unindexed);
  const condition = scopePredicate(scope);
  return (
    condition &&
    sql`EXISTS (SELECT 1 FROM study WHERE study.patient_row = patient.id
      AND study.instance_count > 0 AND ${condition})`
  );
}

/** Who sees one collection, or some studies, need not walk past everybody else's. */
function scopeDriver(scope: Scope, level: Level): Driver | undefined {
  if (scope.kind !== 'rules' || level === 'patient') return undefined;
  const studies = scope.rules.flatMap((rule) => ('studyInstanceUid' in rule ? [rule.studyInstanceUid] : []));
  const common = { level: 'study', rank: 0 } as const;
  if (studies.length > 0 && studies.length === scope.rules.length) {
    const condition = (of: string) => sql`${sql.raw(of)} IN (${sql.join(studies)})`;
    return { ...common, column: 'study.study_instance_uid', shape: 'list', condition };
  }
  const [only, ...others] = scope.rules;
  if (!only || !('collection' in only) || others.length > 0) return undefined;
  const condition = (of: string) => sql`${sql.raw(of)} = ${only.collection}`;
  return { ...common, column: 'study.collection', shape: 'equal', condition };
}

/** The driving column where it gives the order, then ids from the driving level inwards. */
function cursorOf(driver: Driver | undefined, level: Level): string[] {
  const top = driver?.level ?? level;
  const inside = levels.slice(levels.indexOf(top), levels.indexOf(level) + 1).map((each) => tables[each].id);
  return driver?.shape === 'range' ? [driver.column, ...inside] : inside;
}

const drivingCondition = ({ driver }: Plan): Condition[] => (driver ? [driver.condition(driver.column)] : []);

const drivingLevel = ({ driver, level }: Plan): Level => driver?.level ?? level;

/**
 * Rows after a position in the order of `columns`. The first comparison says the same again, for the first column
 * alone: it is what an index can begin at.
 */
function after(columns: readonly string[], position: readonly Value[]): Condition {
  const [first] = columns;
  const rows = sql`(${sql.raw(columns.join(', '))}) > (${sql.join(position)})`;
  return columns.length === 1 ? rows : sql`${sql.raw(first!)} >= ${position[0]} AND ${rows}`;
}

function notAfter(columns: readonly string[], position: readonly Value[]): Condition {
  const rows = sql`(${sql.raw(columns.join(', '))}) <= (${sql.join(position)})`;
  return columns.length === 1 ? rows : sql`${sql.raw(columns[0]!)} <= ${position[0]} AND ${rows}`;
}

const orderBy = (columns: readonly string[]): RawBuilder<unknown> => sql.raw(columns.join(', '));

async function run(engine: Engine, statement: RawBuilder<unknown>): Promise<Row[]> {
  return await engine.rows(statement.compile(engine.builder));
}

function statementOf(plan: Plan, conditions: readonly Condition[], limit: number): RawBuilder<unknown> {
  const [from, ...joined] = joins[`${plan.level} by ${drivingLevel(plan)}`]!;
  const all = [
    ...joined.map((condition) => sql.raw(condition)),
    sql.raw(tables[plan.level].visible),
    ...drivingCondition(plan),
    ...plan.residual,
    ...conditions,
  ];
  return sql`SELECT ${plan.select} FROM ${sql.raw(from)} WHERE ${allOf(all)}
    ORDER BY ${orderBy(plan.cursor)} LIMIT ${limit}`;
}

/** Every row that the index finds is an answer: pages follow each other by key. */
async function* keysetPages(engine: Engine, plan: Plan): AsyncGenerator<Row[]> {
  let position: readonly Value[] | undefined;
  for (;;) {
    const conditions = position ? [after(plan.cursor, position)] : [];
    const rows = await run(engine, statementOf(plan, conditions, PAGE_ROWS));
    if (rows.length > 0) yield rows.map((row) => row.slice(0, -plan.cursor.length));
    if (rows.length < PAGE_ROWS) return;
    position = rows.at(-1)!.slice(-plan.cursor.length);
  }
}

/** Rows have to be looked at one by one: so many of the driving level at a time. */
async function* slicedPages(engine: Engine, plan: Plan): AsyncGenerator<Row[]> {
  const depth = levels.indexOf(plan.level) - levels.indexOf(drivingLevel(plan));
  const ids = plan.cursor.slice(0, plan.cursor.length - depth);
  let start: readonly Value[] | undefined;
  do {
    const begin: readonly Condition[] = start ? [after(ids, start)] : [];
    const [end] = await run(engine, sliceEnd(plan, ids, begin, SLICE_ROWS[depth]!));
    const bounds = end ? [...begin, notAfter(ids, end)] : begin;
    yield* pagesWithin(engine, plan, bounds);
    start = end;
  } while (start);
}

/** The position of the last row of a slice; nothing when fewer rows are left. */
function sliceEnd(
  plan: Plan,
  ids: readonly string[],
  begin: readonly Condition[],
  rows: number,
): RawBuilder<unknown> {
  const conditions = [...drivingCondition(plan), ...begin];
  return sql`SELECT ${sql.raw(ids.map((id, index) => `${id} AS c${index}`).join(', '))}
    FROM ${sql.raw(drivingLevel(plan))} WHERE ${allOf(conditions)}
    ORDER BY ${orderBy(ids)} LIMIT 1 OFFSET ${rows - 1}`;
}

async function* pagesWithin(engine: Engine, plan: Plan, bounds: readonly Condition[]): AsyncGenerator<Row[]> {
  let position: readonly Value[] | undefined;
  for (;;) {
    const conditions = position ? [...bounds, after(plan.cursor, position)] : bounds;
    const rows = await run(engine, statementOf(plan, conditions, PAGE_ROWS));
    if (rows.length > 0) yield rows.map((row) => row.slice(0, -plan.cursor.length));
    if (rows.length < PAGE_ROWS) break;
    position = rows.at(-1)!.slice(-plan.cursor.length);
  }
  // Also without an answer: the loop has to be free between slices.
  await new Promise<void>((resolve) => setImmediate(resolve));
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

/** Collects, sorts and cuts into pages. For lists that people look at, not for whole archives. */
async function* sortedPages(
  engine: Engine,
  plan: Plan,
  query: Query,
  order: NonNullable<Query['order']>,
): AsyncGenerator<Row[]> {
  const positions = order.map(({ tag }) => query.attributes.indexOf(tag));
  const missing = order.find((_, index) => positions[index]! < 0);
  if (missing) {
    throw new IsocenterError('query/bad', {
      reason: `the order names ${formatTag(missing.tag)}, the answer does not`,
    });
  }
  const all: Row[] = [];
  for await (const page of plan.sliced ? slicedPages(engine, plan) : keysetPages(engine, plan)) {
    for (const row of page) all.push(row);
    if (all.length > MAXIMUM_SORTED) {
      throw new IsocenterError('query/bad', {
        reason: `more than ${MAXIMUM_SORTED} answers cannot be sorted`,
      });
    }
  }
  all.sort((a, b) => compareRows(a, b, order, positions));
  const end = (query.offset ?? 0) + (query.limit ?? all.length);
  for (let at = query.offset ?? 0; at < Math.min(end, all.length); at += PAGE_ROWS) {
    yield all.slice(at, Math.min(at + PAGE_ROWS, end));
  }
}

function compareRows(
  a: Row,
  b: Row,
  order: NonNullable<Query['order']>,
  positions: readonly number[],
): number {
  for (const [index, position] of positions.entries()) {
    const compared = compareValues(a[position] ?? null, b[position] ?? null);
    if (compared !== 0) return order[index]!.descending ? -compared : compared;
  }
  return 0;
}

/** Nothing comes before something. */
function compareValues(a: Value, b: Value): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}
