/** What rules did and will do: the tables `rule_run` and `rule_cursor`, as units of work. */
import { type Row, statement, type Work } from '../../catalog/index.ts';
import {
  type ActionName,
  type Actor,
  type JobState,
  type Problem,
  problemKept,
  problemOf,
  type RuleTrigger,
} from '../../contract/index.ts';
import { type Failure, failureOf } from '../../jobs/index.ts';
import type { Subject } from '../actions/index.ts';

/** new: no job knows of it yet. cancelled: the rule went, or somebody stopped it. */
export type RunState = 'new' | 'waiting' | 'done' | 'failed' | 'cancelled';

/** One action of a run. */
export interface RunStep {
  readonly action: ActionName;
  readonly about: string;
  readonly state: 'waiting' | 'done' | 'failed';
  readonly endedAt?: string | undefined;
  /** What an extension says of what it did. */
  readonly note?: string | undefined;
  readonly problem?: Problem | undefined;
}

/** What a rule does once for one study. */
export interface RuleRun {
  /** Also that of its job. */
  readonly id: string;
  readonly rule: string;
  /** Digest of the rule as it was. */
  readonly definition: string;
  /** Digest of the contents that it works on. */
  readonly content: string;
  /** Tells apart what may be done twice with one content; else empty. */
  readonly occasion: string;
  readonly when: RuleTrigger;
  readonly owner: Actor;
  readonly subject: Subject;
  /** Values that the condition asked for, of an image that fits, by element. */
  readonly matched: Readonly<Record<string, string>>;
  readonly state: RunState;
  readonly steps: readonly RunStep[];
  readonly problem: Problem | null;
  readonly createdAt: string;
  readonly endedAt: string | null;
}

const columns = [
  ...['id', 'rule', 'definition', 'content', 'occasion', 'trigger_kind', 'owner', 'study_instance_uid'],
  ...['subject', 'matched', 'state', 'steps', 'problem', 'created_at', 'ended_at'],
];
/** How the occasion of runs begins that somebody, or the time, asked for: what was done before is not done again. */
export const REPLAY = 'replay';

/** A job that was cancelled, or never began because its owner may do nothing any more, does not tell its run. */
const SELECT = `SELECT ${columns.map((column) => `rule_run.${column}`).join(', ')}, job.state AS job_state,
    job.failure AS job_failure, job.ended_at AS job_ended_at
  FROM rule_run LEFT JOIN job ON rule_run.state = 'waiting' AND job.id = rule_run.id`;
const INSERT = `INSERT INTO rule_run (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
  ON CONFLICT (rule, definition, study_instance_uid, content, occasion) DO UPDATE SET
    ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}
  WHERE rule_run.occasion LIKE '${REPLAY}%' AND (rule_run.state = 'cancelled' OR EXISTS
    (SELECT 1 FROM job WHERE job.id = rule_run.id AND job.state = 'cancelled'))
  RETURNING id`;

/**
 * Adds a run that is not there for this rule, content and occasion; one that a replay began and that was cancelled begins anew.
 * Answers whether it was added.
 */
export function* addRun(run: RuleRun): Work<boolean> {
  return (yield* statement(INSERT, rowOf(run))).length > 0;
}

const problemColumn = (problem: Problem | null): string | null => problem && JSON.stringify(problem);

const rowOf = (run: RuleRun): Row => [
  ...[run.id, run.rule, run.definition, run.content, run.occasion, run.when, JSON.stringify(run.owner)],
  ...[run.subject.studyInstanceUid, JSON.stringify(run.subject), JSON.stringify(run.matched)],
  ...[run.state, JSON.stringify(run.steps), problemColumn(run.problem), run.createdAt, run.endedAt],
];

export function* readRun(id: string): Work<RuleRun | undefined> {
  return fromRows(yield* statement(`${SELECT} WHERE rule_run.id = ?`, [id]))[0];
}

/** Those that no job knows of, the oldest first. */
export function* newRuns(limit: number): Work<RuleRun[]> {
  return fromRows(
    yield* statement(
      `${SELECT} WHERE rule_run.state = 'new' ORDER BY rule_run.created_at, rule_run.id LIMIT ?`,
      [limit],
    ),
  );
}

/** A job knows of it now. The job may have come further already: then that stays. */
export function* handedOver(id: string): Work<void> {
  yield* statement(`UPDATE rule_run SET state = 'waiting' WHERE id = ? AND state = 'new'`, [id]);
}

/** Takes over what was done. */
export function* changeRun(
  id: string,
  { state, steps, problem, endedAt }: Pick<RuleRun, 'state' | 'steps' | 'problem' | 'endedAt'>,
): Work<void> {
  yield* statement('UPDATE rule_run SET state = ?, steps = ?, problem = ?, ended_at = ? WHERE id = ?', [
    ...[state, JSON.stringify(steps), problemColumn(problem), endedAt, id],
  ]);
}

export interface RunFilter {
  readonly rule?: string | undefined;
  readonly studyInstanceUid?: string | undefined;
  readonly state?: RunState | undefined;
  readonly limit: number;
}

/** The newest first. */
export function* listRuns({ rule, studyInstanceUid, state, limit }: RunFilter): Work<RuleRun[]> {
  const conditions: [string, string | undefined][] = [
    ['rule = ?', rule],
    ['study_instance_uid = ?', studyInstanceUid],
    ['rule_run.state = ?', state],
  ];
  const asked = conditions.filter((condition): condition is [string, string] => condition[1] !== undefined);
  const where = ['1 = 1', ...asked.map(([sql]) => sql)].join(' AND ');
  return fromRows(
    yield* statement(`${SELECT} WHERE ${where} ORDER BY rule_run.created_at DESC, rule_run.id DESC LIMIT ?`, [
      ...asked.map(([, value]) => value),
      limit,
    ]),
  );
}

/** What a rule, as it is now, has worked on of a study. */
export function* runsOf(rule: string, definition: string, studyInstanceUid: string): Work<RuleRun[]> {
  return fromRows(
    yield* statement(`${SELECT} WHERE rule = ? AND definition = ? AND study_instance_uid = ?`, [
      ...[rule, definition, studyInstanceUid],
    ]),
  );
}

/** Of one rule and study, since a time. */
export function* countRuns(rule: string, studyInstanceUid: string, since: string): Work<number> {
  const [row] = yield* statement(
    'SELECT count(*) AS count FROM rule_run WHERE study_instance_uid = ? AND created_at >= ? AND rule = ?',
    [studyInstanceUid, since, rule],
  );
  return Number((row as { count: number | string }).count);
}

/** How many runs of each rule ended how. */
export function* countByRule(): Work<{ rule: string; state: RunState; count: number; last: string }[]> {
  const rows = yield* statement(
    'SELECT rule, state, count(*) AS count, max(created_at) AS last FROM rule_run GROUP BY rule, state',
    [],
  );
  return (rows as { rule: string; state: RunState; count: number | string; last: string }[]).map((row) => ({
    ...row,
    count: Number(row.count),
  }));
}

/** Forgets what ended before a time; of rules that look by schedule nothing: that is how they know what they did. */
export function* removeRuns(before: string): Work<void> {
  yield* statement(
    `DELETE FROM rule_run WHERE created_at < ? AND ended_at IS NOT NULL AND trigger_kind <> 'schedule'`,
    [before],
  );
}

/** Up to which event rules have looked; undefined when they never did. */
export function* readCursor(): Work<number | undefined> {
  const [row] = yield* statement('SELECT cursor FROM rule_cursor', []);
  return row === undefined ? undefined : Number((row as { cursor: number | string }).cursor);
}

/** undefined forgets it. */
export function* writeCursor(cursor: number | undefined): Work<void> {
  yield* statement('DELETE FROM rule_cursor', []);
  if (cursor !== undefined) yield* statement('INSERT INTO rule_cursor (cursor) VALUES (?)', [cursor]);
}

interface RunRow extends Record<string, unknown> {
  readonly id: string;
  readonly rule: string;
  readonly definition: string;
  readonly content: string;
  readonly occasion: string;
  readonly trigger_kind: RuleTrigger;
  readonly owner: string;
  readonly subject: string;
  readonly matched: string;
  readonly state: RunState;
  readonly steps: string;
  readonly problem: string | null;
  readonly created_at: string;
  readonly ended_at: string | null;
  readonly job_state: JobState | null;
  readonly job_failure: string | null;
  readonly job_ended_at: string | null;
}

const fromRows = (rows: readonly unknown[]): RuleRun[] =>
  (rows as readonly RunRow[]).map((row) => ({
    ...{ id: row.id, rule: row.rule, definition: row.definition, content: row.content },
    ...{ occasion: row.occasion, when: row.trigger_kind, state: row.state },
    problem: problemKept(row.problem),
    ...{ createdAt: row.created_at, endedAt: row.ended_at },
    ...endOf(row),
    owner: JSON.parse(row.owner) as Actor,
    subject: JSON.parse(row.subject) as Subject,
    matched: JSON.parse(row.matched) as Record<string, string>,
    steps: (JSON.parse(row.steps) as RunStep[]).map((step) => ({
      ...step,
      problem: step.problem && problemKept(step.problem),
    })),
  }));

/** What a job says that its run does not. */
function endOf({ job_state, job_failure, job_ended_at }: RunRow): Partial<RuleRun> {
  if (job_state !== 'failed' && job_state !== 'cancelled') return {};
  const failure = job_failure === null ? undefined : (JSON.parse(job_failure) as Failure);
  const problem = failure ? problemOf(failureOf({ failure })) : null;
  return { state: job_state, problem, endedAt: job_ended_at };
}
