import type { LeftState } from '../../../contract/index.ts';
import { dayAfter } from '../local-time.ts';

/** What is known of a study at a node. Days are `2026-01-31`. */
export interface SeenThere {
  /** As the node says it. */
  readonly studyDate: string | null;
  readonly firstSeenOn: string;
  /** The last time. */
  readonly seenOn: string;
}

/** How long before the day people are told, days; one of them where a node keeps images for less than six. */
const TOLD_BEFORE = 2;
const SHORT = 6;
/** How long after it, days. */
const TOLD_AFTER = 7;

/**
 * The first day on which a node may delete a study that it keeps for so many days: counted from its study date, without
 * one that can be from the day when it was first seen there; never a day on which it was still there afterwards.
 */
export function deletionDay({ studyDate, firstSeenOn, seenOn }: SeenThere, keepsDays: number): string {
  const from = studyDate !== null && studyDate <= firstSeenOn ? studyDate : firstSeenOn;
  const day = dayAfter(from, keepsDays);
  return day > seenOn ? day : seenOn;
}

/** Nothing is told of a study that counts from an earlier day and was last seen on an earlier one. */
export interface ToldSince {
  readonly counted: string;
  readonly seen: string;
}

/** @param today in UTC: elsewhere it may be the day before */
export function toldSince(today: string, keepsDays: number): ToldSince {
  const seen = dayAfter(today, -TOLD_AFTER - 1);
  return { seen, counted: dayAfter(seen, -keepsDays) };
}

/** What is to be told on a day; undefined when it is over for so long that nothing is. */
export function stateOn(today: string, goesOn: string, keepsDays: number): LeftState | undefined {
  if (today > dayAfter(goesOn, TOLD_AFTER)) return undefined;
  if (today > goesOn) return 'over';
  return today >= dayAfter(goesOn, keepsDays < SHORT ? -1 : -TOLD_BEFORE) ? 'soon' : 'later';
}

/** `2026-01-31` of a DA (PS3.5 6.2), or as older standards wrote it (2026.01.31); undefined when it is no day. */
export function dayOfDate(date: string): string | undefined {
  const [, year, month, day] = /^(\d{4})\.?(\d\d)\.?(\d\d)$/.exec(date.trim()) ?? [];
  const text = `${year}-${month}-${day}`;
  const time = Date.parse(text);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text ? undefined : text;
}

/** The first day that the keys of a run ask for; undefined when they ask for any, or for all up to one. */
export function firstDayOf(dates: readonly string[] = []): string | undefined {
  const days = dates.map((date) => dayOfDate(date.split('-')[0]!));
  return days.some((day) => day === undefined) ? undefined : (days as string[]).sort()[0];
}
