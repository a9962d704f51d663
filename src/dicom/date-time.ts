import { IsocenterError } from '../base/index.ts';

/** A DA value; what is not written is unknown ("1999" is some day of 1999). */
export interface DaValue {
  readonly year: number;
  /** 1 to 12. */
  readonly month?: number;
  readonly day?: number;
}

/** A TM value; what is not written is unknown. */
export interface TmValue {
  readonly hour: number;
  readonly minute?: number;
  /** 60 in a leap second. */
  readonly second?: number;
  /** Decimal digits of the second as written, 1 to 6 of them. */
  readonly fraction?: string;
}

export interface DtValue {
  readonly date: DaValue;
  readonly time?: TmValue;
  /** Minutes east of UTC; without it the time is that of Timezone Offset From UTC (0008,0201), or local. */
  readonly offsetMinutes?: number;
}

/** The earliest and the latest moment that a value can mean, both inclusive, as text whose order is that of time. */
export interface Bounds {
  readonly first: string;
  readonly last: string;
}

// PS3.5 6.2; with separators as in ACR-NEMA (DA "1999.12.31", TM "23:59:59"), which PS3.5 lets readers accept.
const daForm = /^(\d{4})(?:(\d\d)(\d\d)?|([.-])(\d\d)\4(\d\d))?$/;
const tmForm = /^(\d\d)(?::?(\d\d)(?::?(\d\d)(?:\.(\d{1,6}))?)?)?$/;
const dtForm = /^(\d{4}(?:\d\d){0,2})(?:(?<=^\d{8})(\d\d(?:\d\d(?:\d\d(?:\.\d{1,6})?)?)?))?([+-]\d{4})?$/;

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const EASTERNMOST = 14 * 60;
const WESTERNMOST = -12 * 60;

type DateTimeVr = 'DA' | 'TM' | 'DT';

/** @throws IsocenterError dicom/bad-value */
export function parseDa(text: string): DaValue {
  const match = daForm.exec(text.trim());
  const date = match && dateOf(match[1]!, match[2] ?? match[5], match[3] ?? match[6]);
  return date ?? fail('DA', 'not a date of the form YYYYMMDD');
}

/** @throws IsocenterError dicom/bad-value */
export function parseTm(text: string): TmValue {
  return timeOf(text.trim()) ?? fail('TM', 'not a time of the form HHMMSS.FFFFFF');
}

/** @throws IsocenterError dicom/bad-value */
export function parseDt(text: string): DtValue {
  return dateTimeOf(text.trim()) ?? fail('DT', 'not a date and time of the form YYYYMMDDHHMMSS.FFFFFF&ZZXX');
}

/** YYYYMMDD */
export function daBounds({ year, month, day }: DaValue): Bounds {
  const lastMonth = month ?? 12;
  return {
    first: digits(year, 4) + digits(month ?? 1, 2) + digits(day ?? 1, 2),
    last: digits(year, 4) + digits(lastMonth, 2) + digits(day ?? daysIn(year, lastMonth), 2),
  };
}

/** HHMMSS.FFFFFF */
export function tmBounds({ hour, minute, second, fraction = '' }: TmValue): Bounds {
  return {
    first: `${digits(hour, 2)}${digits(minute ?? 0, 2)}${digits(second ?? 0, 2)}.${fraction.padEnd(6, '0')}`,
    last: `${digits(hour, 2)}${digits(minute ?? 59, 2)}${digits(second ?? 59, 2)}.${fraction.padEnd(6, '9')}`,
  };
}

/** YYYYMMDDHHMMSS.FFFFFF, as clocks showed it `assumedOffset` minutes east of UTC (also where a value says none). */
export function dtBounds({ date, time, offsetMinutes }: DtValue, assumedOffset = 0): Bounds {
  const days = daBounds(date);
  const times = time === undefined ? { first: '000000.000000', last: '235959.999999' } : tmBounds(time);
  const shift = assumedOffset - (offsetMinutes ?? assumedOffset);
  return { first: shifted(days.first, times.first, shift), last: shifted(days.last, times.last, shift) };
}

/** As `parseDt`, undefined instead of an error: splitting a range needs to try. */
export function dateTimeOf(text: string): DtValue | undefined {
  const [, dateText, timeText, offsetText] = dtForm.exec(text) ?? [];
  if (dateText === undefined) return undefined;
  const date = dateOf(dateText.slice(0, 4), dateText.slice(4, 6), dateText.slice(6, 8));
  const time = timeText === undefined ? undefined : timeOf(timeText);
  const offsetMinutes = offsetText === undefined ? undefined : offsetOf(offsetText);
  if (date === undefined || (timeText && !time) || (offsetText && offsetMinutes === undefined))
    return undefined;
  return { date, ...(time && { time }), ...(offsetMinutes !== undefined && { offsetMinutes }) };
}

/** The message names no value: it may be a date of birth. */
export function fail(vr: DateTimeVr, reason: string): never {
  throw new IsocenterError('dicom/bad-value', { tag: 'of a date or time', vr, reason });
}

function dateOf(yearText: string, monthText = '', dayText = ''): DaValue | undefined {
  const year = Number(yearText);
  if (monthText === '') return { year };
  const month = Number(monthText);
  if (month < 1 || month > 12) return undefined;
  if (dayText === '') return { year, month };
  const day = Number(dayText);
  return day < 1 || day > daysIn(year, month) ? undefined : { year, month, day };
}

function timeOf(text: string): TmValue | undefined {
  const match = tmForm.exec(text);
  if (match === null) return undefined;
  const [hour, minute, second] = match
    .slice(1, 4)
    .map((part) => (part === undefined ? undefined : Number(part)));
  if (hour! > 23 || (minute ?? 0) > 59 || (second ?? 0) > 60) return undefined;
  const fraction = match[4];
  return {
    hour: hour!,
    ...(minute !== undefined && { minute }),
    ...(second !== undefined && { second }),
    ...(fraction !== undefined && { fraction }),
  };
}

function offsetOf(text: string): number | undefined {
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(3, 5));
  const offset = text.startsWith('-') ? -minutes : minutes;
  return offset < WESTERNMOST || offset > EASTERNMOST || minutes % 60 !== Number(text.slice(3, 5))
    ? undefined
    : offset;
}

function daysIn(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leap ? 29 : DAYS[month - 1]!;
}

function shifted(day: string, time: string, minutes: number): string {
  if (minutes === 0) return day + time;
  const moment = new Date(0);
  moment.setUTCFullYear(Number(day.slice(0, 4)), Number(day.slice(4, 6)) - 1, Number(day.slice(6, 8)));
  moment.setUTCHours(Number(time.slice(0, 2)), Number(time.slice(2, 4)) + minutes);
  const shiftedDay =
    digits(moment.getUTCFullYear(), 4) + digits(moment.getUTCMonth() + 1, 2) + digits(moment.getUTCDate(), 2);
  return shiftedDay + digits(moment.getUTCHours(), 2) + digits(moment.getUTCMinutes(), 2) + time.slice(4);
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
