/** Lengths of time in words. */
import { locale } from '../i18n/index.ts';

const minute = 60;
const hour = 60 * minute;
const dayMs = 24 * hour * 1_000;

/** About how long something takes still: "40 sec", "3 min", "2.5 hr". Nobody wants to see the seconds of an hour. */
export function timeLeft(seconds: number): string {
  if (seconds < minute) return inUnits(Math.max(1, Math.round(seconds)), 'second');
  if (seconds < hour) return inUnits(Math.round(seconds / minute), 'minute');
  return inUnits(Math.round(seconds / (hour / 2)) / 2, 'hour');
}

/** Days that have begun from one moment to another, in milliseconds; at least 0. */
export const daysBetween = (from: number, to: number): number => Math.max(0, Math.ceil((to - from) / dayMs));

const inUnits = (value: number, unit: string): string =>
  value.toLocaleString(locale(), { style: 'unit', unit, unitDisplay: 'short' });
