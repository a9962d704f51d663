import { IsocenterError } from '../../base/index.ts';
import type { Tag } from '../../dicom/index.ts';

/** How one key of a query selects (PS3.4 C.2.2.2). */
export type Matcher =
  /** Selects everything; the key only asks for the attribute (C.2.2.2.3). */
  | { readonly kind: 'universal' }
  /** Two quotes: selects what has no value (C.2.2.2.6). */
  | { readonly kind: 'empty' }
  /** One value, or any of several (C.2.2.2.1, C.2.2.2.2). */
  | { readonly kind: 'values'; readonly values: readonly string[] }
  /** `*` for any characters, `?` for one (C.2.2.2.4). */
  | { readonly kind: 'wildcard'; readonly pattern: string }
  /** Both ends included; an absent one is open (C.2.2.2.5). */
  | { readonly kind: 'range'; readonly from: string | undefined; readonly to: string | undefined }
  /** Selects when one item fits all nested keys (C.2.2.2.7). */
  | { readonly kind: 'sequence'; readonly keys: readonly QueryKey[] };

export interface QueryKey {
  readonly tag: Tag;
  /** Of the key as it was sent; decides how values compare. */
  readonly vr: string;
  readonly matcher: Matcher;
}

/** What a single query may hold. */
export const queryLimits = {
  keys: 256,
  valueLength: 1_024,
  values: 2_000,
  wildcards: 32,
  depth: 4,
} as const;

const universal: Matcher = { kind: 'universal' };

/** VRs in whose values `*` and `?` are wildcards (PS3.4 C.2.2.2.4). */
const wildcardVrs = new Set(['AE', 'CS', 'LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UR', 'UT']);
/** VRs of which a hyphen makes a range (PS3.4 C.2.2.2.5). */
const rangeVrs = new Set(['DA', 'TM', 'DT']);

/**
 * The matcher that a key's values ask for.
 * @throws IsocenterError `query/bad` when they are over a limit or make no sense for the VR.
 */
export function matcherOf(keyword: string, vr: string, values: readonly string[]): Matcher {
  checkLength(keyword, values);
  const present = values.filter((value) => value !== '');
  const [first] = present;
  if (first === undefined) return universal;
  if (present.length === 1 && first === '""') return { kind: 'empty' };
  if (rangeVrs.has(vr) && present.length === 1) return temporalMatcher(keyword, vr, first);
  if (wildcardVrs.has(vr) && present.length === 1 && /[*?]/.test(first))
    return wildcardMatcher(keyword, first);
  // One that selects everything is enough.
  if (wildcardVrs.has(vr) && present.some((value) => /^\*+$/.test(value))) return universal;
  return { kind: 'values', values: [...new Set(present)] };
}

function checkLength(keyword: string, values: readonly string[]): void {
  if (values.length > queryLimits.values) throw tooMuch(`values of ${keyword}`, queryLimits.values);
  if (values.some((value) => value.length > queryLimits.valueLength)) {
    throw tooMuch(`characters in ${keyword}`, queryLimits.valueLength);
  }
}

export const tooMuch = (what: string, limit: number): IsocenterError =>
  new IsocenterError('query/bad', { reason: `more than ${limit} ${what}` });

function wildcardMatcher(keyword: string, value: string): Matcher {
  const pattern = value.replace(/\*{2,}/g, '*');
  if (pattern === '*') return universal;
  const count = pattern.match(/[*?]/g)!.length;
  if (count > queryLimits.wildcards) throw tooMuch(`wildcards in ${keyword}`, queryLimits.wildcards);
  return { kind: 'wildcard', pattern };
}

const month = '(0[1-9]|1[0-2])';
/** Every month may be asked for up to its 31st, as clients do. */
const day = '(0[1-9]|[12]\\d|3[01])';
const hour = '([01]\\d|2[0-3])';
const minute = '[0-5]\\d';
/** 60 is a leap second. */
const second = '([0-5]\\d|60)(\\.\\d{1,6})?';

const shapes: Readonly<Record<string, RegExp>> = {
  DA: new RegExp(`^\\d{4}\\.?${month}\\.?${day}$`),
  TM: new RegExp(`^${hour}(:?${minute}(:?${second})?)?$`),
  DT: new RegExp(`^\\d{4}(${month}(${day}(${hour}(${minute}(${second})?)?)?)?)?([+-]\\d{4})?$`),
};

function temporalMatcher(keyword: string, vr: string, value: string): Matcher {
  // Some clients ask for any date with an asterisk.
  if (value === '*' || value === '-') return universal;
  const [from, to] = rangeEnds(vr, value);
  for (const end of [from, to]) {
    if (end !== '' && !shapes[vr]!.test(end)) {
      throw new IsocenterError('query/bad', { reason: `${keyword} is neither a value nor a range of ${vr}` });
    }
  }
  const clean = (end: string) => (end === '' ? undefined : end.replaceAll(vr === 'DA' ? '.' : ':', ''));
  return { kind: 'range', from: clean(from), to: clean(to) };
}

/** A single value is a range from it to it: `1030` and `103000` are the same time. */
function rangeEnds(vr: string, value: string): [string, string] {
  const at = hyphenOf(vr, value);
  return at < 0 ? [value, value] : [value.slice(0, at).trim(), value.slice(at + 1).trim()];
}

/** In DT, a hyphen before four digits at the end is an offset from UTC, unless it ends a value by itself. */
function hyphenOf(vr: string, value: string): number {
  if (vr !== 'DT') return value.indexOf('-');
  for (let at = value.indexOf('-'); at >= 0; at = value.indexOf('-', at + 1)) {
    const from = value.slice(0, at).trim();
    const to = value.slice(at + 1).trim();
    const isRange = (from === '' || shapes.DT!.test(from)) && (to === '' || shapes.DT!.test(to));
    const isOffset = shapes.DT!.test(value) && /^\d{4}$/.test(to) && Number(to) <= 1_400;
    if (isRange && !isOffset) return at;
  }
  return -1;
}

/** The smallest text that stands for this time or a later one: `103000.00` as `1030`. */
export function earliestText(vr: string, value: string): string {
  if (vr === 'DA') return value;
  const bare = withoutOffset(value)
    .replace(/\.0*$/, '')
    .replace(/(\.\d*?)0+$/, '$1');
  const fixed = vr === 'TM' ? 2 : 8;
  let text = bare;
  while (!text.includes('.') && text.length > fixed && text.endsWith('00')) text = text.slice(0, -2);
  return text;
}

/** The largest text that stands for this time: to the end of the hour, minute or second that was given. */
export function latestText(vr: string, value: string): string {
  const bare = withoutOffset(value);
  if (vr === 'DA') return bare;
  const full = vr === 'TM' ? '235959.999999' : '99991231235959.999999';
  return bare.length >= full.length ? bare : `${bare}${full.slice(bare.length)}`;
}

/** The largest text for exactly this time, where `latestText` would include the rest of the hour or minute. */
export function sameTimeText(vr: string, value: string): string {
  const bare = withoutOffset(value);
  if (vr === 'DA') return bare;
  const zero = vr === 'TM' ? '000000.000000' : '00000101000000.000000';
  return bare.length >= zero.length ? bare : `${bare}${zero.slice(bare.length)}`;
}

const withoutOffset = (value: string): string => value.replace(/[+-]\d{4}$/, '');
