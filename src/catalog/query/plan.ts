import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '../../contract/index.ts';
import { type Tag, tags } from '../../dicom/index.ts';
import { type Dialect, type Engine, type Row, rowsOf } from '../engine/engine.ts';
import { type Level, levels } from '../record/attributes.ts';
import type { Matcher } from './matcher.ts';
import { type Order, orderBy, orderOf, type RowOrder, selected, temporalPairs } from './order.ts';
import { parameterPredicate } from './parameter-predicate.ts';
import { combinedCondition, type Driver, type Predicate, predicateOf } from './predicates.ts';
import type { Query } from './query.ts';
import { type Condition, oneOfRows, scopePredicate } from './scope.ts';
import { byArrival, listOfScope } from './scope-lists.ts';
import { valueOfParameter } from './shown-parameters.ts';
import { type SourceMap, sourcesOf } from './sources.ts';
import { listOf, type StudyList } from './study-list.ts';
import { arrivalPredicate, labelPredicate, seriesKeyPredicate } from './study-predicates.ts';

/** The row id of each level, and what makes a row one that queries find. */
export const tables: Readonly<Record<Level, { id: string; visible: string }>> = {
  patient: { id: 'patient.id', visible: 'patient.instance_count > 0' },
  study: { id: 'study.id', visible: 'study.instance_count > 0' },
  series: { id: 'series.id', visible: 'series.instance_count > 0' },
  instance: { id: 'instance.item_id', visible: 'instance.is_current = 1 AND item.trashed_at IS NULL' },
};

/** Studies that one statement finds the patients of. */
const STUDIES_OF_PATIENTS = 10_000;

const seriesInStudy = 'series.study_row = study.id';
const instanceInSeries = 'instance.series_row = series.id';
const itemOfInstance = 'item.id = instance.item_id';

/**
 * Tables by the level asked for and the level that drives, from the driving one on. SQLite keeps the order of a CROSS
 * JOIN, so it never begins with the instances of everybody; PostgreSQL has statistics and finds its own.
 */
export const joins: Readonly<Record<string, readonly [from: string, ...conditions: string[]]>> = {
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
export interface Plan {
  readonly level: Level;
  readonly driver: Driver | undefined;
  readonly residual: readonly Condition[];
  /** Whether rows may be looked at in vain, so that slices have to bound the work. */
  readonly sliced: boolean;
  readonly select: RawBuilder<unknown>;
  /** SQL of the columns that order rows, the last being unique. Their values come last in each row. */
  readonly cursor: readonly string[];
  readonly descending: boolean;
}

/** What a query asks of each row, and the row to begin at. */
export interface Question {
  readonly query: Query;
  readonly sources: SourceMap;
  readonly predicates: readonly Predicate[];
  readonly seen: Condition | undefined;
  /** What is answered in the place of counts that tell of what is not seen. */
  readonly counts: ReadonlyMap<Tag, Condition>;
}

export function questionOf(engine: Engine, scope: Scope, query: Query): Question {
  const all = sourcesOf(engine.dialect, query.level);
  const counts = countsWithin(engine.dialect, scope, query.level);
  // Nor can they be matched: what does not match would tell as much.
  const sources = new Map([...all].filter(([tag]) => !counts.has(tag)));
  const seen = scopeCondition(engine.dialect, scope, query.level);
  return { query, sources, predicates: predicatesOf(engine, sources, query), seen, counts };
}

/** The order that a query wants its answers in, if it does. */
export const orderAsked = ({ query, sources }: Question): Order | undefined =>
  query.order && orderOf(query.level, tables[query.level].id, sources, query.order);

/**
 * The index that finds the fewest rows to look at, or the list of all that is seen, if there is any.
 * @param order what a list of studies is best in.
 */
export async function bestDriver(
  engine: Engine,
  { predicates, query }: Question,
  scope: Scope,
  order: RowOrder = byArrival,
): Promise<Driver | undefined> {
  const drivers = predicates.flatMap(({ driver }) => (driver ? [driver] : []));
  return drivers.sort((a, b) => a.rank - b.rank)[0] ?? (await scopeDriver(engine, scope, query.level, order));
}

/** Columns whose values stand between the attributes and the cursor, and conditions on top. */
interface Also {
  readonly columns: readonly string[];
  readonly conditions: readonly Condition[];
}

export const nothingElse: Also = { columns: [], conditions: [] };

/** Rows in the order of what drives. */
export function drivenPlan(engine: Engine, question: Question, driver: Driver | undefined, also: Also): Plan {
  const { level } = question.query;
  const order = level === 'study' ? driver?.listed?.order : undefined;
  const cursor = order?.columns ?? cursorOf(driver, level);
  const residual = [...residualOf(engine, question, driver), ...also.conditions];
  return {
    level,
    driver,
    residual,
    sliced: residual.length > 0,
    select: selectOf(question, [...also.columns, ...cursor]),
    cursor,
    descending: order?.descending ?? false,
  };
}

/** Rows in the order of an index, which a key on its first column may limit; everything else is looked at row by row. */
export function walkingPlan(engine: Engine, question: Question, order: Order): Plan {
  const limiting = question.predicates.find(({ driver }) => driver?.column === order.limitedBy)?.driver;
  const residual = residualOf(engine, question, limiting);
  return {
    level: question.query.level,
    driver: limiting && { ...limiting, column: order.columns[0]! },
    residual,
    sliced: residual.length > 0,
    select: selectOf(question, order.columns),
    cursor: order.columns,
    descending: order.descending,
  };
}

/**
 * What is listed of a scope in an order, as far as a key on the first column of the order reaches: nobody has to ask of each
 * row whether it is seen. Undefined when there is no such key, or no list.
 */
export async function listedPlan(
  engine: Engine,
  question: Question,
  scope: Scope,
  limiting: Driver | undefined,
  order: Order | undefined,
): Promise<ListedPlan | undefined> {
  if (question.query.level !== 'study' || !order?.indexed || limiting?.column !== order.limitedBy)
    return undefined;
  const listed = await listOfScope(engine, scope, order);
  if (!listed) return undefined;
  const first = await firstOf(engine, limiting, order);
  const last = await firstOf(engine, limiting, { ...order, descending: !order.descending });
  const part = first && last ? listed.between(first, last) : listOf(order, []);
  const driver = { ...listDriver(engine.dialect, part), listed: part };
  const isElse = (each: Predicate) => each.driver !== limiting && (each.driver ?? each.residual);
  // Else all but a few at its ends are selected.
  const sliced = limiting.shape === 'list' || question.predicates.some(isElse);
  return { ...drivenPlan(engine, question, driver, nothingElse), driver, sliced };
}

export interface ListedPlan extends Plan {
  readonly driver: Driver & { readonly listed: StudyList };
}

/** The first study in an order that a driver on its first column selects. */
async function firstOf(
  engine: Engine,
  { condition }: Driver,
  { columns, descending }: RowOrder,
): Promise<Row | undefined> {
  const [row] = await rowsOf(
    engine,
    sql`SELECT ${selected(columns)} FROM study WHERE ${condition(columns[0]!)}
      ORDER BY ${orderBy(columns, descending)} LIMIT 1`,
  );
  return row;
}

function residualOf(engine: Engine, question: Question, driver: Driver | undefined): Condition[] {
  const { unindexed } = engine.dialect;
  const remaining = question.predicates.flatMap((predicate) => remainderOf(predicate, driver, unindexed));
  return [...remaining, ...(question.seen && !driver?.coversScope ? [question.seen] : [])];
}

function selectOf({ query, sources, counts }: Question, more: readonly string[]): RawBuilder<unknown> {
  const parameters = new Map(query.shownParameters?.map((each) => [each.tag, valueOfParameter(each)]));
  const wanted = query.attributes.map(
    (tag) => counts.get(tag) ?? parameters.get(tag) ?? sql.raw(sources.get(tag)?.expression ?? 'NULL'),
  );
  const columns = [...wanted, ...more.map((each) => sql.raw(each))];
  return sql.join(columns.map((each, index) => sql`${each} AS ${sql.raw(`c${index}`)}`));
}

/** Columns of `study` that add up to what is counted of a patient. */
const patientCounts: readonly (readonly [Tag, string])[] = [
  [tags.NumberOfPatientRelatedStudies, 'count(*)'],
  [tags.NumberOfPatientRelatedSeries, 'coalesce(sum(study.series_count), 0)'],
  [tags.NumberOfPatientRelatedInstances, 'coalesce(sum(study.instance_count), 0)'],
];

/** Counts of a patient for who may see a part of their studies: of that part, and only where it is the patient that is asked for. */
function countsWithin(dialect: Dialect, scope: Scope, level: Level): ReadonlyMap<Tag, Condition> {
  const seen = scopePredicate(dialect, scope);
  if (!seen) return new Map();
  const ofSeen = (sum: string) => sql`(SELECT ${sql.raw(sum)} FROM study
    WHERE study.patient_row = patient.id AND study.instance_count > 0 AND ${seen})`;
  return new Map(
    patientCounts.map(([tag, sum]) => [tag, level === 'patient' ? ofSeen(sum) : sql`NULL`] as const),
  );
}

function predicatesOf(engine: Engine, sources: SourceMap, query: Query): Predicate[] {
  const { fuzzy = false, ignoreCase = false } = query;
  const options = { dialect: engine.dialect, fuzzy, ignoreCase };
  const combined = query.combinedDateTime ? combinedPredicates(sources, query) : [];
  return [
    ...combined,
    ...(query.parameters ?? []).map((parameter) => parameterPredicate(query.level, parameter)),
    ...(query.seriesKeys ?? []).map((key) => seriesKeyPredicate(key, options)),
    ...(query.labels ?? []).map((label) => labelPredicate(engine.dialect, label)),
    ...(query.arrivedBy === undefined ? [] : [arrivalPredicate(query.arrivedBy)]),
    ...query.keys.flatMap(({ tag, matcher }) => {
      if (query.combinedDateTime && isTimeOfPair(query, tag)) return [];
      // Optional keys that an SCP does not support select everything (PS3.4 C.2.2.1.3).
      const source = sources.get(tag);
      return source ? [predicateOf(source, matcher, options)] : [];
    }),
  ];
}

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
function scopeCondition(dialect: Dialect, scope: Scope, level: Level): Condition | undefined {
  if (level !== 'patient') return scopePredicate(dialect, scope, dialect.unindexed);
  const condition = scopePredicate(dialect, scope);
  return (
    condition &&
    sql`EXISTS (SELECT 1 FROM study WHERE study.patient_row = patient.id
      AND study.instance_count > 0 AND ${condition})`
  );
}

/** Who sees a part of the studies need not walk past everybody else's. */
async function scopeDriver(
  engine: Engine,
  scope: Scope,
  level: Level,
  order: RowOrder,
): Promise<Driver | undefined> {
  const inOrder = level === 'study' ? await listOfScope(engine, scope, order) : undefined;
  const listed = inOrder ?? (await listOfScope(engine, scope, byArrival));
  if (!listed) return undefined;
  return level === 'patient' ? patientDriver(engine.dialect, listed) : listDriver(engine.dialect, listed);
}

function listDriver(dialect: Dialect, listed: StudyList): Driver {
  const condition = (of: string) => oneOfRows(dialect, of, idsOf(listed));
  return { level: 'study', rank: 0, column: 'study.id', shape: 'list', condition, coversScope: true, listed };
}

/** The patients of few studies. */
function patientDriver(dialect: Dialect, listed: StudyList): Driver | undefined {
  if (listed.size > STUDIES_OF_PATIENTS) return undefined;
  const patients = sql`SELECT patient_row FROM study WHERE ${oneOfRows(dialect, 'id', idsOf(listed))}`;
  const condition = (of: string) => sql`${sql.raw(of)} IN (${patients})`;
  return { level: 'patient', rank: 0, column: 'patient.id', shape: 'list', condition, coversScope: true };
}

const idsOf = (listed: StudyList): number[] => [...listed.pieces(undefined, listed.size)].flat();

/** The driving column where it gives the order, then ids from the driving level inwards. */
function cursorOf(driver: Driver | undefined, level: Level): string[] {
  const top = driver?.level ?? level;
  const inside = levels.slice(levels.indexOf(top), levels.indexOf(level) + 1).map((each) => tables[each].id);
  return driver?.shape === 'range' ? [driver.column, ...inside] : inside;
}
