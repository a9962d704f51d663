/** Dates and times of DICOM (PS3.5 Table 6.2-1: DA, TM) in the words of who reads them. */
import { locale } from '../i18n/index.ts';

/** A DA as a day: "31 Jan 2024"; what is no date is shown as it is. */
export function day(da: string): string {
  const date = dateOf(da);
  if (!date) return da;
  return format({ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }, date);
}

/** Hour and minute of a TM; nothing where there are none. */
export function hour(tm: string): string {
  return /^\d{4}/.test(tm) ? `${tm.slice(0, 2)}:${tm.slice(2, 4)}` : '';
}

/** @param month 1 to 12 */
export function monthName(month: number): string {
  return format({ month: 'short', timeZone: 'UTC' }, new Date(Date.UTC(2000, month - 1, 1)));
}

/** A moment in ISO 8601, on the clock of who reads it. */
export function moment(iso: string): string {
  return format({ dateStyle: 'medium', timeStyle: 'short' }, new Date(iso));
}

/** From one moment to another, each in ISO 8601: what they have in common is said once. */
export function moments(from: string, to: string): string {
  const between = formatOf({ dateStyle: 'medium', timeStyle: 'short' });
  return between.formatRange(new Date(from), new Date(to));
}

/** A DA as a date in UTC; undefined where it is none: 20240230, or text. */
export function dateOf(da: string): Date | undefined {
  const [, year = '', month = '', date = ''] = /^(\d{4})[.-]?(\d{2})[.-]?(\d{2})$/.exec(da) ?? [];
  const made = new Date(Date.UTC(Number(year), Number(month) - 1, Number(date)));
  const isThere = year !== '' && made.getUTCMonth() === Number(month) - 1;
  return isThere ? made : undefined;
}

/** A year, a month or a day, as far as it is known: "1998", "Mar 2011", "24 Mar 2011". */
export function roughDay(da: string): string {
  const [, year = '', month] = /^(\d{4})(\d{2})?$/.exec(da) ?? [];
  if (year === '') return day(da);
  const date = new Date(Date.UTC(Number(year), Number(month ?? 1) - 1, 1));
  return format({ ...(month && { month: 'short' }), year: 'numeric', timeZone: 'UTC' }, date);
}

/** Where a year or a month stands on an axis: in its middle. */
export function roughDateOf(da: string): Date | undefined {
  if (/^\d{4}$/.test(da)) return dateOf(`${da}0702`);
  return dateOf(/^\d{6}$/.test(da) ? `${da}15` : da);
}

/** What people write: 1998, 2011-03, 2011-03-24, 03.2011, 24.3.2011; undefined for what is no such thing. */
export function roughDateFrom(text: string): string | undefined {
  const international = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text.trim());
  const german = /^(?:(?:(\d{1,2})\.)?(\d{1,2})\.)?(\d{4})$/.exec(text.trim());
  const [year, month, date] = international?.slice(1) ?? german?.slice(1).reverse() ?? [];
  if (year === undefined) return undefined;
  const made = [year, month?.padStart(2, '0'), date?.padStart(2, '0')].join('');
  const isThere = roughDateOf(made) !== undefined && made >= '1800' && made < '2100';
  return isThere ? made : undefined;
}

/** The same the other way round: 2011-03-24. */
export const roughDateText = (da: string): string => da.replace(/^(\d{4})(\d{2})(\d{2})?$/, joined);

const joined = (_: string, year: string, month: string, date?: string): string =>
  [year, month, ...(date ? [date] : [])].join('-');

const formats = new Map<string, Intl.DateTimeFormat>();

const format = (options: Intl.DateTimeFormatOptions, date: Date): string => formatOf(options).format(date);

/** Making one takes a hundred times as long as using it. */
function formatOf(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = JSON.stringify([locale(), options]);
  const known = formats.get(name) ?? new Intl.DateTimeFormat(locale(), options);
  formats.set(name, known);
  return known;
}
