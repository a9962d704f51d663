/** What was told of schedules, and what is on its way: the tables `schedule_told` and `schedule_notice`. */
import { insertRows, statement, type Work } from '../../../catalog/index.ts';

/** Something that needs a person. */
export interface Alarm {
  /** Of the schedule, the same until it is over. */
  readonly name: string;
  /** Where it says something else it is told again. */
  readonly says: string;
  /** It is told again as long as it lasts; else once. */
  readonly lasts: boolean;
}

/** How long it is until what lasts is told again, milliseconds. */
const AGAIN_AFTER_MS = 86_400_000;
/** Names in one statement. */
const FORGOTTEN_AT_ONCE = 500;

/**
 * Takes down what is told of a schedule now; the others are over, but those whose names are kept. Answers the names of those that
 * are new or say something new, and whether anything is to be told: also when what lasts was told a day ago.
 */
export function* takeDown(
  schedule: string,
  alarms: readonly Alarm[],
  { kept, now }: { readonly kept: ReadonlySet<string>; readonly now: Date },
): Work<{ readonly isDue: boolean; readonly fresh: ReadonlySet<string> }> {
  const told = yield* toldOf(schedule);
  const dayAgo = new Date(now.getTime() - AGAIN_AFTER_MS).toISOString();
  const fresh = new Set(
    alarms.filter(({ name, says }) => told.get(name)?.says !== says).map(({ name }) => name),
  );
  const isDue = fresh.size > 0 || alarms.some(({ name, lasts }) => lasts && told.get(name)!.toldAt <= dayAgo);
  const there = new Map(alarms.map((alarm) => [alarm.name, alarm]));
  const over = [...told.keys()].filter((name) => !there.has(name) && !kept.has(name));
  yield* forgetTold(schedule, [...over, ...[...fresh].filter((name) => told.has(name))]);
  if (!isDue) return { isDue, fresh };
  const at = now.toISOString();
  const lasting = [...there.values()].filter(({ name, lasts }) => lasts && !fresh.has(name));
  if (lasting.length > 0)
    yield* statement('UPDATE schedule_told SET told_at = ? WHERE schedule = ?', [at, schedule]);
  yield* insertRows(
    'schedule_told',
    ['schedule', 'alarm', 'says', 'told_at'],
    [...fresh].map((name) => [schedule, name, there.get(name)!.says, at]),
  );
  return { isDue, fresh };
}

function* toldOf(
  schedule: string,
): Work<ReadonlyMap<string, { readonly says: string; readonly toldAt: string }>> {
  const rows = (yield* statement('SELECT alarm, says, told_at FROM schedule_told WHERE schedule = ?', [
    schedule,
  ])) as readonly { readonly alarm: string; readonly says: string; readonly told_at: string }[];
  return new Map(rows.map(({ alarm, says, told_at }) => [alarm, { says, toldAt: told_at }]));
}

function* forgetTold(schedule: string, alarms: readonly string[]): Work<void> {
  for (let at = 0; at < alarms.length; at += FORGOTTEN_AT_ONCE) {
    const some = alarms.slice(at, at + FORGOTTEN_AT_ONCE);
    const places = some.map(() => '?').join(', ');
    yield* statement(`DELETE FROM schedule_told WHERE schedule = ? AND alarm IN (${places})`, [
      schedule,
      ...some,
    ]);
  }
}

/** Schedules that are no more have some, too. */
export function* forgetToldBefore(toldAt: string): Work<void> {
  yield* statement('DELETE FROM schedule_told WHERE told_at < ?', [toldAt]);
}

/** Of schedules that are no more, too; what was not sent by then is not sent any more. */
export function* forgetNoticesBefore(madeAt: string): Work<void> {
  yield* statement('DELETE FROM schedule_notice WHERE made_at < ?', [madeAt]);
}

/** One that is to be sent, by a job of the same id; it stays until that is done. */
export interface NoticeRow {
  readonly id: string;
  readonly schedule: string;
  /** Of the job. */
  readonly input: unknown;
}

export function* addNotice({ id, schedule, input }: NoticeRow, now: Date): Work<void> {
  yield* statement('INSERT INTO schedule_notice (id, schedule, input, made_at) VALUES (?, ?, ?, ?)', [
    ...[id, schedule, JSON.stringify(input)],
    now.toISOString(),
  ]);
}

/** The oldest first. */
export function* listNotices(schedule: string): Work<NoticeRow[]> {
  const rows = yield* statement(
    'SELECT id, schedule, input FROM schedule_notice WHERE schedule = ? ORDER BY made_at, id',
    [schedule],
  );
  return (rows as readonly (NoticeRow & { readonly input: string })[]).map((row) => ({
    ...row,
    input: JSON.parse(row.input) as unknown,
  }));
}

export function* forgetNotices(ids: readonly string[]): Work<void> {
  for (const id of ids) yield* statement('DELETE FROM schedule_notice WHERE id = ?', [id]);
}
