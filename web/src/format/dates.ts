/** Dates and times of DICOM (PS3.5 Table 6.2-1: DA, TM) in the words of who reads them. */
import { language } from '../i18n/index.ts';

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

/** A DA as a date in UTC; undefined where it is none: 20240230, or text. */
export function dateOf(da: string): Date | undefined {
  const [, year = '', month = '', date = ''] = /^(\d{4})[.-]?(\d{2})[.-]?(\d{2})$/.exec(da) ?? [];
  const made = new Date(Date.UTC(Number(year), Number(month) - 1, Number(date)));
  const isThere = year !== '' && made.getUTCMonth() === Number(month) - 1;
  return isThere ? made : undefined;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one takes a hundred times as long as using it. */
function format(options: Intl.DateTimeFormatOptions, date: Date): string {
  const name = JSON.stringify([language(), options]);
  const known = formats.get(name) ?? new Intl.DateTimeFormat(language(), options);
  formats.set(name, known);
  return known.format(date);
}
