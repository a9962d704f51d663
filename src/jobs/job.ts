import { type ErrorCode, type ErrorParams, IsocenterError } from '../base/index.ts';
import type { Actor, Caller, JobState, Progress, Right } from '../contract/index.ts';

/** One piece of work, as it stands in the database. Times are ISO 8601 in UTC. */
export interface Job {
  readonly id: string;
  readonly kind: string;
  readonly state: JobState;
  /** On whose behalf it runs; what they may is looked up again each time it runs. */
  readonly subject: Actor;
  readonly input: unknown;
  readonly parent: string | null;
  readonly createdAt: string;
  /** Not before then. null while it runs, waits for its children, or has ended. */
  readonly dueAt: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly attempts: number;
  readonly progress: Progress | null;
  readonly checkpoint: unknown;
  readonly result: unknown;
  readonly failure: Failure | null;
}

/** Why the last attempt failed. */
export interface Failure {
  readonly code: ErrorCode;
  readonly params: ErrorParams;
  /** Where the reason that is filled in was an error of its own. */
  readonly cause?: Pick<Failure, 'code' | 'params'> | undefined;
  readonly class: FailureClass;
}

/** The error that a job failed with; `cancelled` where there is none. */
export function failureOf({ state, failure }: Pick<Job, 'failure'> & Partial<Job>): IsocenterError {
  // One that was cancelled between two attempts still has the failure of the first.
  if (state === 'cancelled' || !failure) return new IsocenterError('cancelled');
  const { code, params, cause } = failure;
  return new IsocenterError(code, params, cause && new IsocenterError(cause.code, cause.params));
}

/**
 * transient: nothing happened, and later it may work. ambiguous: it may have happened, or a part of it. permanent: it will
 * never work as it was asked.
 */
export type FailureClass = 'transient' | 'ambiguous' | 'permanent';

/** Work of one sort: how it is done and how it is retried. */
export interface JobKind<Input = unknown> {
  readonly name: string;
  /** What its subject must be allowed to do whenever it runs. */
  readonly right: Right;
  /** Jobs of this kind that run at once in one process. */
  readonly concurrency: number;
  /** Doing it twice has the effect of doing it once. Otherwise an ambiguous failure ends it, for a person to decide. */
  readonly repeatable: boolean;
  /** Attempts before a transient failure becomes final. Default {@link DEFAULT_ATTEMPTS}. */
  readonly maximumAttempts?: number;
  /** Pause after the first failed attempt, milliseconds; see back-off.ts. */
  readonly firstPauseMs?: number;
  /** Longest pause, milliseconds. Default {@link LONGEST_PAUSE_MS}. */
  readonly longestPauseMs?: number;
  /** Input as it was stored. Throws `input/invalid`: a program of another version may have written it. */
  parse(input: unknown): Input;
  /** Answers the result, or {@link waitForChildren}: then it runs once more when all jobs that it spawned have ended. */
  run(input: Input, context: JobContext): Promise<unknown>;
}

export const waitForChildren: unique symbol = Symbol('wait for children');

/** What a running job works with. */
export interface JobContext {
  readonly id: string;
  /** As they are allowed now. */
  readonly caller: Caller;
  /** Aborted when the job is cancelled, its lease is lost, or the program stops. */
  readonly signal: AbortSignal;
  readonly attempt: number;
  /** What the last attempt saved; null on the first. */
  readonly checkpoint: unknown;
  /** Durable when it resolves. */
  saveCheckpoint(value: unknown): Promise<void>;
  /** For people; written now and then. */
  progress(progress: Progress): void;
  /** A job of its own, on behalf of the same subject, that goes when this one is cancelled. */
  spawn(kind: string, input: unknown): Promise<string>;
  children(): Promise<Job[]>;
}
