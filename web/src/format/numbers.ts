import { locale } from '../i18n/index.ts';

export const whole = (value: number): string => value.toLocaleString(locale());

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Bytes with three digits: "1.25 GB". Powers of ten, as disks are sold. */
export function bytes(count: number): string {
  const power = Math.min(units.length - 1, count < 1 ? 0 : Math.floor(Math.log10(count) / 3));
  const value = count / 1_000 ** power;
  const digits = power === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(value)));
  return `${value.toLocaleString(locale(), { maximumFractionDigits: digits })} ${units[power]}`;
}
