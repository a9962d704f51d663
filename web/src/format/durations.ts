import { language } from '../i18n/index.ts';

const minute = 60;
const hour = 60 * minute;

/** About how long something takes still: "40 sec", "3 min", "2.5 hr". Nobody wants to see the seconds of an hour. */
export function timeLeft(seconds: number): string {
  if (seconds < minute) return inUnits(Math.max(1, Math.round(seconds)), 'second');
  if (seconds < hour) return inUnits(Math.round(seconds / minute), 'minute');
  return inUnits(Math.round(seconds / (hour / 2)) / 2, 'hour');
}

const inUnits = (value: number, unit: string): string =>
  value.toLocaleString(language(), { style: 'unit', unit, unitDisplay: 'short' });
