import { type RawBuilder, sql } from 'kysely';
import { IsocenterError } from '../../base/index.ts';
import { formatTag, hexTag, type Tag, tags } from '../../dicom/index.ts';
import type { Row, Value } from '../engine/engine.ts';
import type { Level } from '../record/attributes.ts';
import type { ArrivalOrder, QueryOrder } from './query.ts';
import type { Source, SourceMap } from './sources.ts';

/** Date and time attributes that are two halves of one point in time. */
export const temporalPairs: readonly (readonly [Tag, Tag])[] = [
  [tags.StudyDate, tags.StudyTime],
  [tags.SeriesDate, tags.SeriesTime],
  [tags.PatientBirthDate, tags.PatientBirthTime],
  [tags.PerformedProcedureStepStartDate, tags.PerformedProcedureStepStartTime],
];

/** An order of rows in SQL. It is total, so that a position in it means the same however the rows are found. */
export interface RowOrder {
  /** Never NULL; the last one is the id of the row. */
  readonly columns: readonly string[];
  readonly descending: boolean;
  /** Whether an index has the rows in this order. */
  readonly indexed: boolean;
}

/** An order of answers. */
export interface Order extends RowOrder {
  /** Tells cursors of different orders apart. */
  readonly name: string;
  /** The plain column of the first, where keys are put. */
  readonly limitedBy: string;
}

/** Orders of attributes that an index gives: of studies by time, of patients by name. */
const indexes: Readonly<Partial<Record<Level, readonly string[]>>> = {
  study: [`coalesce(study.study_date, '')`, `coalesce(study.study_time, '')`],
  patient: [`coalesce(patient.patient_name_fold, '')`],
};

const SMALLEST_INTEGER = -2_147_483_648;

export const FIRST_ARRIVAL = 'study.first_received_at';

/**
 * @param id the column that names a row of the level.
 * @throws IsocenterError `query/bad`: the level has no such attribute, or it has no order; only studies have that of arrival.
 */
export function orderOf(level: Level, id: string, sources: SourceMap, wanted: QueryOrder): Order {
  if ('by' in wanted) return arrivalOrder(level, id, wanted);
  const sorted = withTimes(wanted.tags).map((tag) => sortable(sources.get(tag), tag));
  const columns = sorted.map(columnOf);
  return {
    name: `${wanted.tags.map(hexTag).join('+')}${wanted.descending ? '-' : ''}`,
    columns: [...columns, id],
    descending: wanted.descending,
    indexed: indexes[level]?.join() === columns.join(),
    limitedBy: sorted[0]?.expression ?? id,
  };
}

function arrivalOrder(level: Level, id: string, { descending }: ArrivalOrder): Order {
  if (level !== 'study')
    throw new IsocenterError('query/bad', { reason: 'studies are sorted by arrival, and nothing else is' });
  return {
    name: `arrival${descending ? '-' : ''}`,
    columns: [FIRST_ARRIVAL, id],
    descending,
    indexed: true,
    limitedBy: FIRST_ARRIVAL,
  };
}

/** A date without its time would leave the order of a day to chance. */
function withTimes(wanted: readonly Tag[]): Tag[] {
  const all = wanted.flatMap((tag) => [tag, temporalPairs.find(([date]) => date === tag)?.[1] ?? tag]);
  return [...new Set(all)];
}

function sortable(source: Source | undefined, tag: Tag): Source {
  if (source && source.kind !== 'sequence') return source;
  throw new IsocenterError('query/bad', { reason: `${formatTag(tag)} cannot be sorted by at this level` });
}

function columnOf({ kind, expression, folds }: Source): string {
  if (kind === 'integer') return `coalesce(${expression}, ${SMALLEST_INTEGER})`;
  return `coalesce(${folds[0] ?? expression}, '')`;
}

export const isSameOrder = (a: RowOrder, b: RowOrder): boolean =>
  a.descending === b.descending && a.columns.join() === b.columns.join();

/** What stands behind SELECT for the values of columns. */
export const selected = (columns: readonly string[]): RawBuilder<unknown> =>
  sql.raw(columns.map((column, index) => `${column} AS c${index}`).join(', '));

/** What stands behind ORDER BY. */
export const orderBy = (columns: readonly string[], descending: boolean): RawBuilder<unknown> =>
  sql.raw(columns.map((column) => (descending ? `${column} DESC` : column)).join(', '));

/**
 * Rows after a position in the order of `columns`. The first comparison says the same again, for the first column
 * alone: it is what an index can begin at.
 */
export function after(
  columns: readonly string[],
  position: readonly Value[],
  descending: boolean,
): RawBuilder<unknown> {
  return compared(columns, position, descending ? ['<', '<='] : ['>', '>=']);
}

export function notAfter(
  columns: readonly string[],
  position: readonly Value[],
  descending: boolean,
): RawBuilder<unknown> {
  return compared(columns, position, descending ? ['>=', '>='] : ['<=', '<=']);
}

function compared(
  columns: readonly string[],
  position: readonly Value[],
  [ofAll, ofFirst]: readonly [string, string],
): RawBuilder<unknown> {
  const rows = sql`(${sql.raw(columns.join(', '))}) ${sql.raw(ofAll)} (${sql.join(position)})`;
  return columns.length === 1
    ? rows
    : sql`${sql.raw(columns[0]!)} ${sql.raw(ofFirst)} ${position[0]} AND ${rows}`;
}

/** Sorts rows whose last values are those of the order's columns, as the database would. */
export function sortRows(rows: Row[], order: RowOrder): Row[] {
  return rows.sort((a, b) => compareRows(a, b, order));
}

/** Below 0 when the first comes before the second, 0 when they have the same place. */
export function compareRows(a: Row, b: Row, { columns, descending }: RowOrder): number {
  return (descending ? -1 : 1) * compareEnds(a, b, columns.length);
}

function compareEnds(a: Row, b: Row, width: number): number {
  for (let index = width; index > 0; index--) {
    const compared = compareValues(a.at(-index)!, b.at(-index)!);
    if (compared !== 0) return compared;
  }
  return 0;
}

function compareValues(a: Value, b: Value): number {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  return Number(a) - Number(b);
}

/** By code point, as UTF-8 sorts: JavaScript would put surrogates before U+E000. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  let at = 0;
  while (at < a.length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  if (at > 0 && isHighSurrogate(a.charCodeAt(at - 1))) at--;
  return (a.codePointAt(at) ?? -1) - (b.codePointAt(at) ?? -1);
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
