import { locale } from '../i18n/index.ts';

export const whole = (value: number): string => value.toLocaleString(locale());

/** With as many digits as can be meant, wherever the point is. */
export const significant = (value: number, digits: number): string =>
  value.toLocaleString(locale(), { maximumSignificantDigits: digits });

/** With at most so many digits behind the point. */
export const decimal = (value: number, digits: number): string =>
  value.toLocaleString(locale(), { maximumFractionDigits: digits });

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Bytes with three digits: "1.25 GB". Powers of ten, as disks are sold. */
export function bytes(count: number): string {
  const power = Math.min(units.length - 1, count < 1 ? 0 : Math.floor(Math.log10(count) / 3));
  const value = count / 1_000 ** power;
  const digits = power === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(value)));
  return `${decimal(value, digits)} ${units[power]}`;
}
