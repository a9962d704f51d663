import { dateOf } from './dates.ts';

/** Whole years between two days, as DAs; undefined where one of them is none, or they stand the wrong way round. */
export function yearsBetween(birth: string, then: string): number | undefined {
  const [from, to] = [dateOf(birth), dateOf(then)];
  if (!from || !to || to < from) return undefined;
  const years = to.getUTCFullYear() - from.getUTCFullYear();
  const hadBirthday =
    to.getUTCMonth() > from.getUTCMonth() ||
    (to.getUTCMonth() === from.getUTCMonth() && to.getUTCDate() >= from.getUTCDate());
  return hadBirthday ? years : years - 1;
}

/** This day as a DA. */
export const today = (): string => new Date().toISOString().slice(0, 10).replaceAll('-', '');
