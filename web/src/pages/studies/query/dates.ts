/** Dates as people say them in English and German: "last year", "2019-03..2020", "seit 3. März 2019". */
import { daOf } from '../../../format/da.ts';
import type { DateRange } from './term.ts';

/** Words that a date may have: "last 12 months". */
const MAXIMUM_WORDS = 4;

export interface FoundDate {
  readonly range: DateRange;
  /** Words that it took. */
  readonly words: number;
}

/** The longest date that the words begin with. `today` in local time. */
export function dateAtStart(words: readonly string[], today: Date): FoundDate | undefined {
  for (let count = Math.min(words.length, MAXIMUM_WORDS); count > 0; count--) {
    const range = rangeOf(words.slice(0, count).join(' ').toLowerCase(), today);
    if (range) return { range, words: count };
  }
  return undefined;
}

function rangeOf(phrase: string, today: Date): DateRange | undefined {
  return (
    dayOf(phrase, today) ??
    unitOf(phrase, today) ??
    spanOf(phrase, today) ??
    openOf(phrase) ??
    betweenOf(phrase)
  );
}

function dayOf(phrase: string, today: Date): DateRange | undefined {
  if (/^(today|heute)$/.test(phrase)) return within(today, today);
  if (!/^(yesterday|gestern)$/.test(phrase)) return undefined;
  const yesterday = moved(today, { days: -1 });
  return within(yesterday, yesterday);
}

const THIS = 'this|diese[srnm]?';
const LAST = 'last|past|previous|letzte[srnm]?|vorige[srnm]?|vergangene[srnm]?';

/** A calendar week, month or year: this one, or the one before. */
function unitOf(phrase: string, today: Date): DateRange | undefined {
  const [, which = '', unit = ''] =
    new RegExp(`^(${THIS}|${LAST}) (week|woche|month|monat|year|jahr)$`).exec(phrase) ?? [];
  if (which === '') return undefined;
  const back = new RegExp(`^(${THIS})$`).test(which) ? 0 : 1;
  if (/^(year|jahr)$/.test(unit)) return yearOf(today.getFullYear() - back);
  if (/^mon/.test(unit)) return monthOf(today.getFullYear(), today.getMonth() - back);
  const monday = moved(today, { days: -((today.getDay() + 6) % 7) - 7 * back });
  return within(monday, moved(monday, { days: 6 }));
}

/** So many days, weeks, months or years up to today. */
function spanOf(phrase: string, today: Date): DateRange | undefined {
  const [, digits = '', unit = ''] =
    new RegExp(`^(?:${LAST}) (\\d{1,4}) (day|tag|week|woche|month|monat|year|jahr)(?:s|en?)?$`).exec(
      phrase,
    ) ?? [];
  if (digits === '') return undefined;
  const count = -Number(digits);
  const step = /^[dt]/.test(unit)
    ? { days: count }
    : /^w/.test(unit)
      ? { days: 7 * count }
      : { months: (/^mon/.test(unit) ? 1 : 12) * count };
  return within(moved(today, step), today);
}

/** A date with one end. */
function openOf(phrase: string): DateRange | undefined {
  const [, word = '', rest = ''] =
    /^(since|from|seit|ab|after|nach|before|vor|until|till|bis) (.+)$/.exec(phrase) ?? [];
  const date = rest === '' ? undefined : dateOf(rest);
  if (!date) return undefined;
  if (/^(since|from|seit|ab)$/.test(word)) return { from: date.from };
  if (/^(until|till|bis)$/.test(word)) return { to: date.to };
  const next = (da: string, days: number) => daOf(moved(timeOf(da), { days }));
  return /^(after|nach)$/.test(word) ? { from: next(date.to, 1) } : { to: next(date.from, -1) };
}

/** One date, or two with dots between; of two, either may be missing. Of two years a hyphen will do. */
function betweenOf(phrase: string): DateRange | undefined {
  const [, first = '', last = ''] =
    /^(\d{4})[-–](\d{4})$/.exec(phrase) ?? /^(.*?) ?\.\. ?(.*)$/.exec(phrase) ?? [];
  if (first === '' && last === '') return dateOf(phrase);
  const [from, to] = [dateOf(first), dateOf(last)];
  if ((first !== '' && !from) || (last !== '' && !to)) return undefined;
  return { ...(from && { from: from.from }), ...(to && { to: to.to }) };
}

type Closed = Required<DateRange>;

const months = [
  ...[
    'jan(?:uary|uar)?',
    'feb(?:ruary|ruar)?',
    'm(?:ar(?:ch)?|ärz|rz)',
    'apr(?:il)?',
    'ma[yi]',
    'jun[ei]?',
    'jul[yi]?',
  ],
  ...['aug(?:ust)?', 'sept?(?:ember)?', 'o[ck]t(?:ober)?', 'nov(?:ember)?', 'de[cz](?:ember)?'],
].map((name) => new RegExp(`^${name}\\.?$`));

/** A year, a month or a day. */
function dateOf(text: string): Closed | undefined {
  const [, year, month, day] =
    /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(text) ??
    germanOf(text);
  if (year === undefined || Number(year) < 1850 || Number(year) > 2150) return undefined;
  if (month === undefined) return yearOf(Number(year));
  if (Number(month) < 1 || Number(month) > 12) return undefined;
  if (day === undefined) return monthOf(Number(year), Number(month) - 1);
  const date = new Date(Number(year), Number(month) - 1, Number(day));
  return date.getMonth() === Number(month) - 1 ? within(date, date) : undefined;
}

/** The day first, or a month by its name: `3.12.2019`, `3/2019`, `March 2019`, `3. März 2019`. */
function germanOf(text: string): (string | undefined)[] {
  const [, day, month, year] = /^(?:(\d{1,2})\.)?(\d{1,2})[./](\d{4})$/.exec(text) ?? [];
  if (year !== undefined) return ['', year, month, day];
  const [, number, name = '', ofName] = /^(?:(\d{1,2})\.? )?(\p{L}+\.?) (\d{4})$/u.exec(text) ?? [];
  const index = months.findIndex((each) => each.test(name));
  return index < 0 ? [] : ['', ofName, String(index + 1), number];
}

const yearOf = (year: number): Closed => within(new Date(year, 0, 1), new Date(year, 11, 31));
const monthOf = (year: number, month: number): Closed =>
  within(new Date(year, month, 1), new Date(year, month + 1, 0));
const within = (from: Date, to: Date): Closed => ({ from: daOf(from), to: daOf(to) });

function moved(date: Date, { days = 0, months = 0 }: { days?: number; months?: number }): Date {
  return new Date(date.getFullYear(), date.getMonth() + months, date.getDate() + days);
}

const timeOf = (da: string): Date =>
  new Date(Number(da.slice(0, 4)), Number(da.slice(4, 6)) - 1, Number(da.slice(6)));
