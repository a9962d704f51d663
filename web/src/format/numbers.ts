import { locale } from '../i18n/index.ts';

export const whole = (value: number): string => format({}, value);

/** With as many digits as can be meant, wherever the point is. */
export const significant = (value: number, digits: number): string =>
  format({ maximumSignificantDigits: digits }, value);

/** With at most so many digits behind the point. */
export const decimal = (value: number, digits: number): string =>
  format({ maximumFractionDigits: digits }, value);

const formats = new Map<string, Intl.NumberFormat>();

/** Making one takes a hundred times as long as using it, and pictures that are scrolled through need several each. */
function format(options: Intl.NumberFormatOptions, value: number): string {
  const name = JSON.stringify([locale(), options]);
  const known = formats.get(name) ?? new Intl.NumberFormat(locale(), options);
  formats.set(name, known);
  return known.format(value);
}

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Bytes with three digits: "1.25 GB". Powers of ten, as disks are sold. */
export function bytes(count: number): string {
  const power = Math.min(units.length - 1, count < 1 ? 0 : Math.floor(Math.log10(count) / 3));
  const value = count / 1_000 ** power;
  const digits = power === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(value)));
  return `${decimal(value, digits)} ${units[power]}`;
}
