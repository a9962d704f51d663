/** The job table, as units of work. What a process does to a job that it took carries its lease: a job that was lost stays lost. */

import { statement, type Work } from '../catalog/index.ts';
import type { JobState, Progress } from '../contract/index.ts';
import type { Failure, Job } from './job.ts';

interface JobRow {
  readonly id: string;
  readonly kind: string;
  readonly state: JobState;
  readonly subject: string;
  readonly input: string;
  readonly parent: string | null;
  readonly created_at: string;
  readonly due_at: string | null;
  readonly started_at: string | null;
  readonly ended_at: string | null;
  readonly attempts: number;
  readonly progress: string | null;
  readonly checkpoint: string | null;
  readonly result: string | null;
  readonly failure: string | null;
}

/** What others ask of who runs a job, as the column `cancelled` has it: it is older than pausing. */
const asked = { nothing: 0, toEnd: 1, toPause: 2 } as const;

/** The owner is the subject as one word, to look jobs up by. One that is there already stays as it is. */
export function* insertJob(job: Job, owner: string, sequence: string | null = null): Work<void> {
  const before = sequence === null ? undefined : yield* lastOf(sequence);
  const isHeldUp = before !== undefined;
  yield* statement(
    `INSERT INTO job (id, kind, state, owner, subject, input, parent, created_at, due_at, attempts, cancelled, sequence)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?) ON CONFLICT (id) DO NOTHING`,
    [
      ...[job.id, job.kind, isHeldUp ? 'waiting' : job.state, owner],
      ...[JSON.stringify(job.subject), JSON.stringify(job.input), job.parent],
      ...[behind(before, job.createdAt), isHeldUp ? null : job.dueAt, sequence],
    ],
  );
}

/** When the last one came that has not ended. */
function* lastOf(sequence: string): Work<string | undefined> {
  const [row] = yield* statement(
    'SELECT max(created_at) AS at FROM job WHERE sequence = ? AND ended_at IS NULL',
    [sequence],
  );
  return (row as { readonly at: string | null }).at ?? undefined;
}

/** A time behind another one: clocks go back, and two may come within a millisecond. */
const behind = (before: string | undefined, now: string): string =>
  before === undefined || before < now ? now : new Date(Date.parse(before) + 1).toISOString();

/** Whose turn it is: the oldest that has not ended. */
function* firstOf(sequence: string): Work<string | undefined> {
  const [row] = yield* statement(FIRST_OF, [sequence]);
  return (row as { readonly id: string } | undefined)?.id;
}

const FIRST_OF = 'SELECT id FROM job WHERE sequence = ? AND ended_at IS NULL ORDER BY created_at, id LIMIT 1';

export function* countUnfinished(owner: string): Work<number> {
  const [row] = yield* statement('SELECT count(*) AS count FROM job WHERE owner = ? AND ended_at IS NULL', [
    owner,
  ]);
  return Number((row as { count: number }).count);
}

/** Takes the job of a kind that is due longest, if there is one. */
export function* claimJob(kind: string, lease: string, now: string, until: string): Work<Job | undefined> {
  const [row] = yield* statement(
    `UPDATE job SET state = 'running', lease = ?, leased_until = ?, due_at = NULL, attempts = attempts + 1,
        started_at = coalesce(started_at, ?)
      WHERE id = (SELECT id FROM job WHERE kind = ? AND due_at <= ? ORDER BY due_at, created_at, id LIMIT 1)
      RETURNING *`,
    [lease, until, now, kind, now],
  );
  return row === undefined ? undefined : jobFrom(row as JobRow);
}

/** What the process that runs a job is asked. */
export interface Asked {
  readonly isCancelled: boolean;
  readonly isPaused: boolean;
}

/** Says that the job still runs. Undefined when it is somebody else's by now; else what is asked of it. */
export function* renewLease(
  id: string,
  lease: string,
  until: string,
  progress: Progress | null,
): Work<Asked | undefined> {
  const [row] = yield* statement(
    `UPDATE job SET leased_until = ?, progress = coalesce(?, progress)
      WHERE id = ? AND lease = ? AND state = 'running' RETURNING cancelled`,
    [until, progress && JSON.stringify(progress), id, lease],
  );
  if (row === undefined) return undefined;
  const { cancelled } = row as { cancelled: number };
  return { isCancelled: cancelled === asked.toEnd, isPaused: cancelled === asked.toPause };
}

export function* writeCheckpoint(id: string, lease: string, checkpoint: string): Work<boolean> {
  const rows = yield* statement(
    `UPDATE job SET checkpoint = ? WHERE id = ? AND lease = ? AND state = 'running' RETURNING id`,
    [checkpoint, id, lease],
  );
  return rows.length > 0;
}

/** What becomes of a job when an attempt is over. */
export interface Ending {
  readonly state: JobState;
  /** When it may run again. */
  readonly dueAt?: string | undefined;
  readonly endedAt?: string | undefined;
  /** JSON. */
  readonly result?: string | undefined;
  readonly failure?: Failure | undefined;
  readonly progress?: Progress | null | undefined;
  /** The attempt does not count: the program stopped. */
  readonly uncounted?: boolean | undefined;
}

/** False when the job was lost to somebody else: then nothing was written. What would go on pauses where that was asked. */
export function* endAttempt(id: string, lease: string, ending: Ending): Work<boolean> {
  const { state, dueAt = null, endedAt = null, result = null, failure, progress, uncounted } = ending;
  const rows = yield* statement(
    `UPDATE job SET state = CASE WHEN cancelled = ${asked.toPause} AND ? = 1 THEN 'paused' ELSE ? END,
        due_at = CASE WHEN cancelled = ${asked.toPause} THEN NULL ELSE ? END,
        cancelled = CASE WHEN cancelled = ${asked.toPause} THEN ${asked.nothing} ELSE cancelled END,
        ended_at = ?, result = ?, failure = ?, lease = NULL, leased_until = NULL,
        progress = coalesce(?, progress), attempts = attempts - ?
      WHERE id = ? AND lease = ? AND state = 'running' RETURNING parent, sequence`,
    [
      ...[endedAt === null ? 1 : 0, state, dueAt, endedAt, result, failure ? JSON.stringify(failure) : null],
      ...[progress ? JSON.stringify(progress) : null, uncounted ? 1 : 0, id, lease],
    ],
  );
  const [row] = rows as readonly (Followed | undefined)[];
  if (row === undefined) return false;
  if (endedAt !== null) yield* wakeFollowers(row, endedAt);
  // A child may have ended before its parent began to wait.
  if (state === 'waiting' && dueAt === null) yield* wakeJob(id, new Date(0).toISOString());
  return true;
}

/** Who may wait for a job to end. */
interface Followed {
  readonly parent: string | null;
  readonly sequence: string | null;
}

function* wakeFollowers({ parent, sequence }: Followed, now: string): Work<void> {
  if (parent !== null) yield* wakeJob(parent, now);
  const next = sequence === null ? undefined : yield* firstOf(sequence);
  if (next !== undefined) yield* wakeJob(next, now);
}

/** What waits runs when its last child has ended, and it is its turn in its sequence. */
function* wakeJob(id: string, now: string): Work<void> {
  const [job] = yield* statement('SELECT sequence FROM job WHERE id = ?', [id]);
  const { sequence } = (job ?? { sequence: null }) as Pick<Followed, 'sequence'>;
  if (sequence !== null && (yield* firstOf(sequence)) !== id) return;
  yield* statement(
    `UPDATE job SET state = 'queued', due_at = ? WHERE id = ? AND state = 'waiting' AND due_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM job AS child WHERE child.parent = ? AND child.ended_at IS NULL)`,
    [now, id, id],
  );
}

interface Leased {
  readonly id: string;
  readonly kind: string;
  readonly lease: string;
  readonly attempts: number;
}

/** Running jobs whose process no longer says so; with `before` in the future, all of them. */
export function* expiredJobs(before: string): Work<readonly Leased[]> {
  const rows = yield* statement(
    `SELECT id, kind, lease, attempts FROM job WHERE state = 'running' AND leased_until < ?`,
    [before],
  );
  return rows as readonly Leased[];
}

/** Cancels a job and everything below it. What runs is told by its process; the rest ends here. Answers the ids. */
export function* cancelJob(id: string, now: string): Work<string[]> {
  const found = yield* statement('SELECT parent, sequence, ended_at FROM job WHERE id = ?', [id]);
  const [job] = found as readonly (Followed & { readonly ended_at: string | null })[];
  if (!job || job.ended_at !== null) return [];
  const cancelled = [id];
  const children = yield* statement('SELECT id FROM job WHERE parent = ?', [id]);
  for (const child of children as readonly { readonly id: string }[]) {
    cancelled.push(...(yield* cancelJob(child.id, now)));
  }
  yield* statement(`UPDATE job SET cancelled = ${asked.toEnd} WHERE id = ? AND state = 'running'`, [id]);
  yield* statement(
    `UPDATE job SET state = 'cancelled', due_at = NULL, ended_at = ?
      WHERE id = ? AND state IN ('queued', 'waiting', 'paused')`,
    [now, id],
  );
  yield* wakeFollowers(job, now);
  return cancelled;
}

/** Lets a job and everything below it rest until it is resumed. What runs is told by its process. Answers the ids. */
export function* pauseJob(id: string): Work<string[]> {
  const paused = yield* unfinishedFamily(id);
  for (const each of paused) {
    yield* statement(
      `UPDATE job SET cancelled = ${asked.toPause} WHERE id = ? AND state = 'running' AND cancelled = ${asked.nothing}`,
      [each],
    );
    yield* statement(
      `UPDATE job SET state = 'paused', due_at = NULL WHERE id = ? AND state IN ('queued', 'waiting')`,
      [each],
    );
  }
  return paused;
}

/** What rests runs again; a parent when its last child has ended. Answers the ids. */
export function* resumeJob(id: string, now: string): Work<string[]> {
  const resumed = yield* unfinishedFamily(id);
  for (const each of resumed) {
    // Asked to pause, and not stopped yet.
    yield* statement(
      `UPDATE job SET cancelled = ${asked.nothing} WHERE id = ? AND state = 'running' AND cancelled = ${asked.toPause}`,
      [each],
    );
    yield* statement(`UPDATE job SET state = 'waiting', due_at = NULL WHERE id = ? AND state = 'paused'`, [
      each,
    ]);
    yield* wakeJob(each, now);
  }
  return resumed;
}

/** A job and everything below it that has not ended, from above. */
function* unfinishedFamily(id: string): Work<string[]> {
  const family = [id];
  for (const each of family) {
    const children = yield* statement('SELECT id FROM job WHERE parent = ? AND ended_at IS NULL', [each]);
    family.push(...(children as readonly { readonly id: string }[]).map((child) => child.id));
  }
  const [job] = yield* statement('SELECT ended_at FROM job WHERE id = ?', [id]);
  return (job as { ended_at: string | null } | undefined)?.ended_at === null ? family : [];
}

/**
 * Gives a job that failed or was cancelled its attempts back; in its sequence it is the last one then. Undefined when it did
 * neither.
 */
export function* retryJob(id: string, now: string): Work<Job | undefined> {
  const [found] = yield* statement('SELECT sequence, created_at FROM job WHERE id = ?', [id]);
  const { sequence, created_at } = (found ?? { sequence: null }) as Pick<JobRow, 'created_at'> & Followed;
  const before = sequence === null ? undefined : yield* lastOf(sequence);
  const isHeldUp = before !== undefined;
  const [row] = yield* statement(
    `UPDATE job SET state = ?, due_at = ?, created_at = ?, ended_at = NULL, attempts = 0, cancelled = 0, failure = NULL
      WHERE id = ? AND state IN ('failed', 'cancelled') RETURNING *`,
    [isHeldUp ? 'waiting' : 'queued', isHeldUp ? null : now, isHeldUp ? behind(before, now) : created_at, id],
  );
  return row === undefined ? undefined : jobFrom(row as JobRow);
}

/** Forgets jobs that ended long ago, unless a parent may still ask for them. */
export function* removeEnded(state: 'done' | 'cancelled' | 'failed', before: string): Work<void> {
  yield* statement(
    `DELETE FROM job WHERE state = ? AND ended_at < ?
      AND NOT EXISTS (SELECT 1 FROM job AS above WHERE above.id = job.parent AND above.ended_at IS NULL)`,
    [state, before],
  );
}

/** When the next job of these kinds becomes due. */
export function* nextDue(kinds: readonly string[]): Work<string | null> {
  if (kinds.length === 0) return null;
  const marks = kinds.map(() => '?').join(', ');
  const [row] = yield* statement(`SELECT min(due_at) AS at FROM job WHERE kind IN (${marks})`, kinds);
  return (row as { at: string | null }).at;
}

/** What jobs of a kind are about that failed and are tried again, and how they failed the last time. */
export interface Failing {
  readonly input: unknown;
  readonly failure: Failure;
}

export function* failingJobs(kind: string, limit: number): Work<Failing[]> {
  const rows = yield* statement(
    'SELECT input, failure FROM job WHERE ended_at IS NULL AND kind = ? AND failure IS NOT NULL LIMIT ?',
    [kind, limit],
  );
  return (rows as readonly Pick<JobRow, 'input' | 'failure'>[]).map(({ input, failure }) => ({
    input: JSON.parse(input),
    failure: parsed(failure) as Failure,
  }));
}

export interface JobFilter {
  /** One of these. */
  readonly states?: readonly JobState[] | undefined;
  readonly kind?: string | undefined;
  readonly parent?: string | undefined;
  /** Jobs of this subject only. */
  readonly owner?: string | undefined;
  readonly limit: number;
}

/** The newest first. */
export function* listJobs({ states, kind, parent, owner, limit }: JobFilter): Work<Job[]> {
  const conditions: string[] = ['1 = 1'];
  const values: unknown[] = [];
  const add = (condition: string, ...given: unknown[]): void => {
    conditions.push(condition);
    values.push(...given);
  };
  if (states) add(`state IN (${states.map(() => '?').join(', ')})`, ...states);
  if (kind !== undefined) add('kind = ?', kind);
  if (parent !== undefined) add('parent = ?', parent);
  if (owner !== undefined) add('owner = ?', owner);
  const rows = yield* statement(
    `SELECT * FROM job WHERE ${conditions.join(' AND ')} ORDER BY created_at DESC, id DESC LIMIT ?`,
    [...values, limit],
  );
  return rows.map((row) => jobFrom(row as JobRow));
}

/** The jobs whose id begins like this, at most two: one is an answer, two are none. */
export function* findJob(beginning: string, owner: string | undefined): Work<Job[]> {
  const mine = owner === undefined ? '' : ' AND owner = ?';
  const rows = yield* statement(`SELECT * FROM job WHERE id >= ? AND id < ?${mine} ORDER BY id LIMIT 2`, [
    beginning,
    `${beginning}~`,
    ...(owner === undefined ? [] : [owner]),
  ]);
  return rows.map((row) => jobFrom(row as JobRow));
}

function jobFrom(row: JobRow): Job {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    subject: JSON.parse(row.subject) as Job['subject'],
    input: JSON.parse(row.input),
    parent: row.parent,
    createdAt: row.created_at,
    dueAt: row.due_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    attempts: row.attempts,
    progress: parsed(row.progress) as Progress | null,
    checkpoint: parsed(row.checkpoint),
    result: parsed(row.result),
    failure: parsed(row.failure) as Failure | null,
  };
}

const parsed = (text: string | null): unknown => (text === null ? null : JSON.parse(text));
