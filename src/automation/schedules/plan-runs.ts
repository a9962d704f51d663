import type { Work } from '../../catalog/index.ts';
import { scheduledKeysOn } from './found-studies.ts';
import { dayOf } from './local-time.ts';
import {
  addRun,
  forgetRunsBefore,
  putBackFailed,
  readCursor,
  unfinishedRuns,
  writeCursor,
} from './run-rows.ts';
import type { Schedule } from './schedule.ts';

const DAY_MS = 86_400_000;
/** Points in time that are looked at in one round; the next one goes on. */
const AT_ONCE = 500;
/** How long reports are kept, days. */
const KEEP_DAYS = 400;

/**
 * Takes down the runs whose time has come since the last that is known, also those that were missed. One that is known is
 * never taken down again, whatever the clock does; one that asks for just what another waits for is done by that.
 */
export function* planRuns(schedule: Schedule, now: Date): Work<void> {
  const { name, recurrence, lookBackDays } = schedule;
  const cursor = yield* readCursor(name);
  if (cursor === undefined) return yield* writeCursor(name, now.toISOString());
  // The clock went back: what comes again is known.
  if (cursor > now.toISOString()) return yield* writeCursor(name, now.toISOString());
  const since = (days: number): Date => new Date(now.getTime() - days * DAY_MS);
  const lookBack = since(lookBackDays);
  const unfinished = yield* unfinishedRuns(name);
  const waiting = new Set(
    unfinished.filter(({ state }) => state === 'waiting').map(({ keys }) => textOf(keys)),
  );
  let isNew = false;
  let point = cursor < lookBack.toISOString() ? lookBack : new Date(cursor);
  for (let count = 0; count < AT_ONCE; count++) {
    const next = recurrence.after(point);
    if (!next || next > now) break;
    point = next;
    const day = dayOf(point, recurrence.timeZone);
    const keys = scheduledKeysOn(schedule, day);
    if (waiting.has(textOf(keys))) continue;
    waiting.add(textOf(keys));
    isNew = (yield* addRun({ schedule: name, plannedAt: point.toISOString(), day, keys })) || isNew;
  }
  if (point.toISOString() > cursor) yield* writeCursor(name, point.toISOString());
  if (!isNew) return;
  yield* putBackFailed(name, lookBack.toISOString());
  yield* forgetRunsBefore(name, since(KEEP_DAYS).toISOString());
}

const textOf = (keys: Schedule['studies']): string => JSON.stringify(keys);
