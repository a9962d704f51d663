import { sql } from 'kysely';
import { foldName, hexTag } from '../../dicom/index.ts';
import type { Dialect } from '../engine/engine.ts';
import type { AttributeKind, Level } from '../record/attributes.ts';
import { nameKeys } from '../record/instance-record.ts';
import { foldedGroup, foldedMember } from '../record/values.ts';
import { earliestText, latestText, type Matcher, type QueryKey, sameTimeText } from './matcher.ts';
import { allOf, anyOf, type Condition } from './scope.ts';
import type { Source } from './sources.ts';
import type { StudyList } from './study-list.ts';

/** A condition on an indexed column that a query can be driven by: it walks that index and nothing else. */
export interface Driver {
  readonly level: Level;
  readonly column: string;
  /** Whether rows have one value in the column, or come in its order. */
  readonly shape: 'equal' | 'list' | 'range';
  /** The condition on a column, or on what the dialect makes of it so that no index is used. */
  condition(column: string): Condition;
  /** It selects what the scope covers and nothing else, so that nobody has to look again. */
  readonly coversScope?: boolean;
  /** The rows that it selects where they are known, in their order. */
  readonly listed?: StudyList;
  /** How few rows it probably selects; smaller is better. */
  readonly rank: number;
}

/** A matcher in SQL: what an index finds, and what then remains to be looked at in each row. */
export interface Predicate {
  readonly driver?: Driver;
  readonly residual?: Condition;
}

export interface PredicateOptions {
  readonly dialect: Dialect;
  readonly fuzzy: boolean;
  readonly ignoreCase: boolean;
}

/** The predicate of one key; empty for universal matching. */
export function predicateOf(source: Source, matcher: Matcher, options: PredicateOptions): Predicate {
  if (matcher.kind === 'universal') return {};
  if (matcher.kind === 'empty') return { residual: isEmpty(source.expression) };
  if (matcher.kind === 'sequence') return { residual: itemFits(source.expression, matcher.keys, options, 1) };
  if (matcher.kind === 'range') return rangePredicate(source, matcher);
  if (source.kind === 'name') return namePredicate(source, matcher, options);
  if (source.kind === 'integer') return { residual: integerCondition(source.expression, matcher) };
  const [fold] = source.folds;
  if (fold !== undefined) return foldedPredicate(source, fold, matcher, options);
  const { expression, matcher: wanted } = options.ignoreCase
    ? withoutCase(source, matcher)
    : { expression: source.expression, matcher };
  if (source.multiple) return { residual: anyMember(expression, wanted, options.dialect) };
  return textPredicate(source, expression, wanted, options.dialect);
}

const raw = (text: string): Condition => sql.raw(text);

const isEmpty = (expression: string): Condition => sql`coalesce(${raw(expression)}, '') = ''`;

type TextMatcher = Matcher & { kind: 'values' | 'wildcard' };

function textPredicate(source: Source, column: string, matcher: TextMatcher, dialect: Dialect): Predicate {
  const predicate =
    matcher.kind === 'values'
      ? valuesPredicate(source, column, matcher.values)
      : wildcardPredicate(source, column, matcher.pattern, dialect);
  return source.indexed ? predicate : { residual: conditionOf(predicate) };
}

/** Text with a folded column, which has the index. What matches exactly also matches folded, so it drives both. */
function foldedPredicate(
  source: Source,
  fold: string,
  matcher: TextMatcher,
  { dialect, ignoreCase }: PredicateOptions,
): Predicate {
  if (ignoreCase) return textPredicate(source, fold, mapped(matcher, foldName), dialect);
  const exact = textPredicate({ ...source, indexed: false }, source.expression, matcher, dialect);
  const { driver } =
    matcher.kind === 'values'
      ? valuesPredicate(source, fold, mapped(matcher, foldName).values)
      : wildcardPredicate(source, fold, `${foldedPrefix(matcher.pattern)}*`, dialect);
  return driver ? { ...exact, driver } : exact;
}

const mapped = <M extends TextMatcher>(matcher: M, change: (text: string) => string): M =>
  matcher.kind === 'values'
    ? { ...matcher, values: [...new Set(matcher.values.map(change))] }
    : { ...matcher, pattern: change(matcher.pattern) };

/** What every text that begins as the pattern does begins with when it is folded: a last letter may take on marks. */
function foldedPrefix(pattern: string): string {
  return foldName(pattern.slice(0, pattern.search(/[*?]/))).replace(/[^!-~]$/u, '');
}

/** Free text, of which the letters A to Z are compared without case; what stands in the catalog is not folded. */
const freeText = new Set(['LO', 'LT', 'SH', 'ST', 'UC', 'UT']);

const lowerLatin = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** Code strings have no small letters (PS3.5 6.2). Of indexed columns the others are identifiers: case matters. */
function withoutCase(source: Source, matcher: TextMatcher): { expression: string; matcher: TextMatcher } {
  const { expression, vr, indexed } = source;
  if (vr === 'CS') return { expression, matcher: mapped(matcher, (text) => text.toUpperCase()) };
  if (indexed || !freeText.has(vr)) return { expression, matcher };
  return { expression: `lower(${expression})`, matcher: mapped(matcher, lowerLatin) };
}

/** All of a predicate as one condition. */
export function conditionOf({ driver, residual }: Predicate): Condition {
  return allOf([...(driver ? [driver.condition(driver.column)] : []), ...(residual ? [residual] : [])]);
}

function valuesPredicate(source: Source, column: string, values: readonly string[]): Predicate {
  const [only] = values;
  const single = values.length === 1;
  const condition = (of: string) =>
    single ? sql`${raw(of)} = ${only}` : sql`${raw(of)} IN (${sql.join(values)})`;
  const rank = ranks[source.kind === 'uid' ? 'uid' : 'value'] + (selectivity[column] ?? 0);
  return { driver: { level: source.level, column, shape: single ? 'equal' : 'list', condition, rank } };
}

/** Ranks of what matchers select, and what columns add to them. */
const ranks = { uid: 0, value: 10, longPrefix: 30, shortPrefix: 60, shortRange: 35, longRange: 60 } as const;
const selectivity: Readonly<Record<string, number>> = {
  'instance.sop_instance_uid': -2,
  'series.series_instance_uid': -1,
  'patient.patient_birth_date': 10,
  'study.patient_birth_date': 10,
  'study.study_date': 15,
  'series.series_date': 15,
  'study.study_description_fold': 20,
  'series.series_description_fold': 25,
  'series.protocol_name_fold': 25,
  'series.station_name_fold': 40,
  'series.institution_name_fold': 45,
  'series.body_part_examined': 45,
  'series.modality': 75,
};

/** The last character of Unicode: greater than all that may follow a prefix. */
const LAST = '\u{10ffff}';
const LONG_PREFIX = 3;
/** About a month, as the difference of two dates written as numbers. */
const SHORT_RANGE = 131;

function wildcardPredicate(source: Source, column: string, pattern: string, dialect: Dialect): Predicate {
  const prefix = pattern.slice(0, pattern.search(/[*?]/));
  const residual = pattern === `${prefix}*` ? undefined : wildcard(column, pattern, dialect);
  if (prefix === '') return { residual: residual! };
  const condition = (of: string) => sql`${raw(of)} >= ${prefix} AND ${raw(of)} <= ${prefix + LAST}`;
  const rank =
    ranks[prefix.length >= LONG_PREFIX ? 'longPrefix' : 'shortPrefix'] + (selectivity[column] ?? 0);
  return {
    driver: { level: source.level, column, shape: 'range', condition, rank },
    ...(residual && { residual }),
  };
}

const wildcard = (expression: string, pattern: string, { wildcard }: Dialect): Condition =>
  sql`${raw(expression)} ${raw(wildcard.operator)} ${wildcard.pattern(pattern)}`;

/** Several values in one text: one of them has to match. A `*` may reach into the next value. */
function anyMember(expression: string, matcher: TextMatcher, dialect: Dialect): Condition {
  const list = `('\\' || ${expression} || '\\')`;
  if (matcher.kind === 'wildcard') return wildcard(list, `*\\${matcher.pattern}\\*`, dialect);
  return anyOf(matcher.values.map((value) => contains(list, `\\${value}\\`, dialect)));
}

function contains(expression: string, text: string, { position }: Dialect): Condition {
  return sql`${raw(position)}(${raw(expression)}, ${text}) > 0`;
}

function integerCondition(expression: string, matcher: TextMatcher): Condition {
  if (matcher.kind === 'wildcard') return sql`1 = 0`;
  const numbers = matcher.values.map(Number).filter(Number.isSafeInteger);
  return numbers.length === 0 ? sql`1 = 0` : sql`${raw(expression)} IN (${sql.join(numbers)})`;
}

function rangePredicate(source: Source, { from, to }: Matcher & { kind: 'range' }): Predicate {
  const column = source.expression;
  if (!source.indexed) return { residual: allOf(rangeConditions(column, source.vr, from, to)) };
  const width = from !== undefined && to !== undefined ? Number(to) - Number(from) : Number.POSITIVE_INFINITY;
  const base = width === 0 ? ranks.value : width <= SHORT_RANGE ? ranks.shortRange : ranks.longRange;
  const isDay = width === 0 && source.kind === 'date';
  return {
    driver: {
      level: source.level,
      column,
      shape: isDay ? 'equal' : 'range',
      condition: (of) =>
        isDay ? sql`${raw(of)} = ${from}` : allOf(rangeConditions(of, source.vr, from, to)),
      rank: base + (selectivity[column] ?? 0),
    },
  };
}

function rangeConditions(column: string, vr: string, from?: string, to?: string): Condition[] {
  const ends: Condition[] = [];
  if (from !== undefined) ends.push(sql`${raw(column)} >= ${earliestText(vr, from)}`);
  if (to !== undefined) {
    ends.push(sql`${raw(column)} <= ${from === to ? sameTimeText(vr, to) : latestText(vr, to)}`);
  }
  return ends;
}

type Range = Matcher & { kind: 'range' };

/** One range of points in time from a date range and a time range (PS3.4 C.2.2.2.5.4). */
export function combinedCondition(date: Source, dates: Range, time: Source, times: Range): Condition {
  const conditions = [...rangeConditions(date.expression, 'DA', dates.from, dates.to)];
  if (dates.from !== undefined && times.from !== undefined) {
    const [after] = rangeConditions(time.expression, 'TM', times.from, undefined);
    conditions.push(sql`(${raw(date.expression)} > ${dates.from} OR ${after})`);
  }
  if (dates.to !== undefined && times.to !== undefined) {
    const [before] = rangeConditions(time.expression, 'TM', undefined, times.to);
    conditions.push(sql`(${raw(date.expression)} < ${dates.to} OR ${before})`);
  }
  return allOf(conditions);
}

function namePredicate(source: Source, matcher: TextMatcher, options: PredicateOptions): Predicate {
  const values = matcher.kind === 'values' ? matcher.values : [matcher.pattern];
  const [first] = values;
  if (values.length === 1) return oneName(source, first!, options);
  return { residual: anyOf(values.map((value) => conditionOf(oneName(source, value, options)))) };
}

function oneName(source: Source, value: string, options: PredicateOptions): Predicate {
  if (options.fuzzy && !/[*?]/.test(value) && isPatientName(source)) return soundsLike(source, value);
  const groups = value.split('=', source.folds.length);
  const wanted = groups.flatMap((group, index) =>
    groupPredicate(source, source.folds[index]!, group, options),
  );
  const [only] = wanted;
  if (groups.length > 1 || !only)
    return wanted.length === 1 ? only! : { residual: allOf(wanted.map(conditionOf)) };
  // A name in other letters than Latin, sent alone, may be meant for any group (PS3.5 6.2.1.2, H.3 examples).
  if (isLatin(value)) return only;
  const others = source.folds.slice(1).flatMap((fold) => groupPredicate(source, fold, value, options));
  return { residual: anyOf([only, ...others].map(conditionOf)) };
}

const isPatientName = ({ tag }: Source): boolean => tag === 0x00100010;
const isLatin = (text: string): boolean => /^[\0-\u024f]*$/.test(text);

function groupPredicate(
  source: Source,
  fold: string,
  group: string,
  { dialect }: PredicateOptions,
): Predicate[] {
  if (!/[*?]/.test(group)) {
    const folded = foldedGroup(group);
    return folded === null
      ? []
      : [textPredicate(source, fold, { kind: 'values', values: [folded] }, dialect)];
  }
  const pattern = foldName(group);
  if (/^[*^]+$/.test(pattern)) return [];
  return [
    /^[^*?]+\^\*$/.test(pattern)
      ? withOptionalRest(source, fold, pattern.slice(0, -2))
      : textPredicate(source, fold, { kind: 'wildcard', pattern }, dialect),
  ];
}

/** `SMITH^*` means Smith with any given name, also with none; names are kept without trailing delimiters. */
function withOptionalRest(source: Source, fold: string, name: string): Predicate {
  const column = raw(fold);
  const predicate: Predicate = {
    driver: {
      level: source.level,
      column: fold,
      shape: 'range',
      condition: (of) => sql`${raw(of)} >= ${name} AND ${raw(of)} <= ${`${name}^${LAST}`}`,
      rank: ranks.longPrefix,
    },
    residual: sql`(${column} = ${name} OR ${column} >= ${`${name}^`})`,
  };
  return source.indexed ? predicate : { residual: conditionOf(predicate) };
}

/** Every word of the key sounds like a word of the name. */
function soundsLike(source: Source, value: string): Predicate {
  const keys = nameKeys(value);
  if (keys.length === 0) return {};
  const row = source.level === 'patient' ? 'patient.id' : 'study.patient_row';
  const has = (of: string, key: string) =>
    sql`${raw(of)} IN (SELECT patient_row FROM name_key WHERE name_key = ${key})`;
  const [first, ...others] = keys;
  return {
    driver: {
      level: source.level,
      column: row,
      shape: 'list',
      condition: (of) => has(of, first!),
      rank: ranks.longPrefix,
    },
    ...(others.length > 0 && { residual: allOf(others.map((key) => has(row, key))) }),
  };
}

/** True when one item of a sequence, kept as JSON, fits all nested keys. */
function itemFits(
  expression: string,
  keys: readonly QueryKey[],
  options: PredicateOptions,
  depth: number,
): Condition {
  const item = `item${depth}`;
  const fits = keys.flatMap((key) => {
    const nested = nestedSource(`${item}.value`, key, options.dialect);
    const { matcher } = key;
    if (matcher.kind === 'universal') return [];
    if (matcher.kind === 'sequence') return [itemFits(nested.expression, matcher.keys, options, depth + 1)];
    return [conditionOf(predicateOf(nested, matcher, { ...options, fuzzy: false }))];
  });
  if (fits.length === 0) return sql`1 = 1`;
  const items = raw(options.dialect.jsonItems(expression));
  return sql`EXISTS (SELECT 1 FROM ${items} AS ${raw(item)} WHERE ${allOf(fits)})`;
}

const nestedKinds: Readonly<Record<string, AttributeKind>> = { PN: 'name', SQ: 'sequence' };

function nestedSource(item: string, { tag, vr }: QueryKey, dialect: Dialect): Source {
  return {
    tag,
    vr,
    kind: nestedKinds[vr] ?? 'text',
    expression: dialect.jsonMember(item, hexTag(tag)),
    level: 'instance',
    multiple: false,
    indexed: false,
    folds: vr === 'PN' ? [dialect.jsonMember(item, foldedMember(tag))] : [],
  };
}
