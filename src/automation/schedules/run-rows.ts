import { insertRows, statement, type Work } from '../../catalog/index.ts';
import { type Problem, problemKept, type RunState, type RunStudy } from '../../contract/index.ts';
import type { ScheduledKeys } from './scheduled-keys.ts';

/** One run of a schedule: the table `scheduled_run`. Times are ISO 8601 in UTC. */
export interface Run {
  readonly schedule: string;
  readonly plannedAt: string;
  readonly day: string;
  /** As of that day. */
  readonly keys: ScheduledKeys;
  readonly state: RunState;
  readonly job: string | null;
  readonly attempts: number;
  readonly beganAt: string | null;
  readonly endedAt: string | null;
  readonly reason: Problem | null;
  readonly studies: readonly RunStudy[];
}

export type RunKey = Pick<Run, 'schedule' | 'plannedAt'>;

const columns = [
  ...['schedule', 'planned_at', 'day', 'keys', 'state', 'job'],
  ...['attempts', 'began_at', 'ended_at', 'reason', 'studies'],
];
const SELECT = `SELECT ${columns.join(', ')} FROM scheduled_run`;

/** False when it is known already: it is not done a second time. */
export function* addRun({
  schedule,
  plannedAt,
  day,
  keys,
}: Pick<Run, keyof RunKey | 'day' | 'keys'>): Work<boolean> {
  const key = { schedule, plannedAt };
  if (yield* findRun(key)) return false;
  yield* insertRows('scheduled_run', columns, [
    [schedule, plannedAt, day, JSON.stringify(keys), 'waiting', null, 0, null, null, null, '[]'],
  ]);
  return true;
}

export function* findRun({ schedule, plannedAt }: RunKey): Work<Run | undefined> {
  return fromRows(
    yield* statement(`${SELECT} WHERE schedule = ? AND planned_at = ?`, [schedule, plannedAt]),
  )[0];
}

/** The newest first. */
export function* listRuns(schedule: string, limit: number): Work<Run[]> {
  return fromRows(
    yield* statement(`${SELECT} WHERE schedule = ? ORDER BY planned_at DESC LIMIT ?`, [schedule, limit]),
  );
}

export function* runOfDay(schedule: string, day: string): Work<Run | undefined> {
  return fromRows(
    yield* statement(`${SELECT} WHERE schedule = ? AND day = ? ORDER BY planned_at DESC LIMIT 1`, [
      schedule,
      day,
    ]),
  )[0];
}

/** Those that wait or are under way, the oldest first. */
export function* unfinishedRuns(schedule: string): Work<Run[]> {
  return fromRows(
    yield* statement(`${SELECT} WHERE schedule = ? AND state IN ('waiting', 'running') ORDER BY planned_at`, [
      schedule,
    ]),
  );
}

/** How a run stands, without what came of each study. */
export type RunOutcome = Pick<Run, 'day' | 'state' | 'endedAt' | 'reason'>;

/** Those that did not end as they should since then, and those that may not yet have. */
export function* openRuns(schedule: string, since: string): Work<RunOutcome[]> {
  const rows = yield* statement(
    `SELECT day, state, ended_at, reason FROM scheduled_run
      WHERE schedule = ? AND state NOT IN ('complete', 'cancelled') AND reason IS NOT NULL
        AND (ended_at IS NULL OR ended_at > ?) ORDER BY planned_at`,
    [schedule, since],
  );
  return (rows as readonly Readonly<Record<string, string>>[]).map((row) => ({
    ...{ day: row.day!, state: row.state as RunState, endedAt: row.ended_at ?? null },
    reason: problemKept(row.reason ?? null),
  }));
}

/** Runs of days before this one, and those that were tried, of which no study is known. Those that were cancelled were not wanted. */
export function* runsWithoutStudies(schedule: string, today: string): Work<Run[]> {
  return fromRows(
    yield* statement(
      `${SELECT} WHERE schedule = ? AND state IN ('waiting', 'running', 'failed') AND studies = '[]'
        AND (day < ? OR reason IS NOT NULL) ORDER BY planned_at`,
      [schedule, today],
    ),
  );
}

export function* lastEnded(schedule: string): Work<Run | undefined> {
  return fromRows(
    yield* statement(
      `${SELECT} WHERE schedule = ? AND state NOT IN ('waiting', 'running') ORDER BY ended_at DESC LIMIT 1`,
      [schedule],
    ),
  )[0];
}

export function* beginRun({ schedule, plannedAt }: RunKey, job: string): Work<void> {
  yield* statement(
    "UPDATE scheduled_run SET state = 'running', job = ?, ended_at = NULL WHERE schedule = ? AND planned_at = ?",
    [job, schedule, plannedAt],
  );
}

/** How an attempt went. */
export function* noteAttempt(
  { schedule, plannedAt }: RunKey,
  { studies, reason, now }: { studies: readonly RunStudy[]; reason: Problem | null; now: string },
): Work<void> {
  yield* statement(
    `UPDATE scheduled_run SET studies = ?, reason = ?, attempts = attempts + 1, began_at = COALESCE(began_at, ?)
      WHERE schedule = ? AND planned_at = ?`,
    [JSON.stringify(studies), reasonColumn(reason), now, schedule, plannedAt],
  );
}

export function* endRun(
  { schedule, plannedAt }: RunKey,
  state: Exclude<RunState, 'waiting' | 'running'>,
  endedAt: string,
  reason: Problem | null,
): Work<void> {
  yield* statement(
    'UPDATE scheduled_run SET state = ?, ended_at = ?, reason = ? WHERE schedule = ? AND planned_at = ?',
    [state, endedAt, reasonColumn(reason), schedule, plannedAt],
  );
}

/** To be done, or to be gone on with. */
export function* putBack({ schedule, plannedAt }: RunKey): Work<void> {
  yield* statement("UPDATE scheduled_run SET state = 'waiting' WHERE schedule = ? AND planned_at = ?", [
    schedule,
    plannedAt,
  ]);
}

/** Those that failed are tried again. */
export function* putBackFailed(schedule: string, plannedSince: string): Work<void> {
  yield* statement(
    "UPDATE scheduled_run SET state = 'waiting' WHERE schedule = ? AND state = 'failed' AND planned_at >= ?",
    [schedule, plannedSince],
  );
}

export function* forgetRunsBefore(schedule: string, plannedAt: string): Work<void> {
  yield* statement(
    "DELETE FROM scheduled_run WHERE schedule = ? AND planned_at < ? AND state NOT IN ('waiting', 'running')",
    [schedule, plannedAt],
  );
}

/** Up to when the runs of a schedule are known: the table `schedule_cursor`. */
export function* readCursor(schedule: string): Work<string | undefined> {
  const [row] = yield* statement('SELECT planned_until FROM schedule_cursor WHERE schedule = ?', [schedule]);
  return (row as { planned_until: string } | undefined)?.planned_until;
}

export function* writeCursor(schedule: string, plannedUntil: string | undefined): Work<void> {
  yield* statement('DELETE FROM schedule_cursor WHERE schedule = ?', [schedule]);
  if (plannedUntil === undefined) return;
  yield* statement('INSERT INTO schedule_cursor (schedule, planned_until) VALUES (?, ?)', [
    schedule,
    plannedUntil,
  ]);
}

/** Forgets those whose names begin like this and are not among these. */
export function* keepCursors(prefix: string, schedules: ReadonlySet<string>): Work<void> {
  const rows = yield* statement('SELECT schedule FROM schedule_cursor', []);
  for (const { schedule } of rows as readonly { schedule: string }[])
    if (schedule.startsWith(prefix) && !schedules.has(schedule)) yield* writeCursor(schedule, undefined);
}

const reasonColumn = (reason: Problem | null): string | null => reason && JSON.stringify(reason);

function fromRows(rows: readonly unknown[]): Run[] {
  return (rows as readonly Readonly<Record<string, string>>[]).map((row) => ({
    schedule: row.schedule!,
    plannedAt: row.planned_at!,
    day: row.day!,
    keys: JSON.parse(row.keys!) as ScheduledKeys,
    state: row.state as RunState,
    job: row.job ?? null,
    attempts: Number(row.attempts),
    beganAt: row.began_at ?? null,
    endedAt: row.ended_at ?? null,
    reason: problemKept(row.reason ?? null),
    studies: (JSON.parse(row.studies!) as RunStudy[]).map((study) => ({
      ...study,
      reason: problemKept(study.reason),
    })),
  }));
}
