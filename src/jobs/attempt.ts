import { asIsocenterError, type ErrorCode, IsocenterError } from '../base/index.ts';
import { type Caller, type Progress, reasonError } from '../contract/index.ts';
import { pauseAfter } from './back-off.ts';
import { failureClassOf } from './failure-class.ts';
import { type Failure, type Job, type JobContext, type JobKind, waitForChildren } from './job.ts';
import { DEFAULT_ATTEMPTS, LONGEST_PAUSE_AFTER_OURS_MS, PROGRESS_MS } from './limits.ts';
import type { Asked, Ending } from './rows.ts';

/** What an attempt needs from the queue: each of these carries its lease. */
export interface Hold {
  /** Undefined: the job is somebody else's by now. */
  renew(progress: Progress | null): Promise<Asked | undefined>;
  /** False: the job is somebody else's by now. */
  saveCheckpoint(value: unknown): Promise<boolean>;
  /** Throws `archive/forbidden` when its subject may no longer do this. */
  admit(): Promise<Caller>;
  spawn(kind: string, input: unknown, caller: Caller): Promise<string>;
  children(): Promise<Job[]>;
  now(): Date;
  readonly renewMs: number;
}

/** One run of a job that this process holds. */
export class Attempt {
  readonly job: Job;
  readonly #kind: JobKind;
  readonly #hold: Hold;
  readonly #abort = new AbortController();
  #progress: Progress | null = null;
  #toldAt = 0;
  #checkpoint: unknown;
  #hasBegun = false;

  constructor(job: Job, kind: JobKind, hold: Hold) {
    this.job = job;
    this.#kind = kind;
    this.#hold = hold;
    this.#checkpoint = job.checkpoint;
  }

  /** Asks the work to end; what becomes of the job depends on the reason. */
  stop(reason: IsocenterError): void {
    this.#abort.abort(reason);
  }

  /** Work that must not be done twice goes on to its end. */
  pause(): void {
    if (this.#kind.repeatable) this.stop(new IsocenterError('job/paused'));
  }

  /** Does the work; resolves with what becomes of the job, and never rejects. */
  async run(): Promise<Ending> {
    const renewing = setInterval(() => void this.#renew(), this.#hold.renewMs);
    try {
      const result = await this.#work();
      return this.#succeeded(result);
    } catch (error) {
      return this.#failed(this.#reasonOf(error));
    } finally {
      clearInterval(renewing);
    }
  }

  async #work(): Promise<unknown> {
    const caller = await this.#hold.admit();
    const input = this.#kind.parse(this.job.input);
    this.#abort.signal.throwIfAborted();
    this.#hasBegun = true;
    return await this.#kind.run(input, this.#contextFor(caller));
  }

  #contextFor(caller: Caller): JobContext {
    const hold = this.#hold;
    return {
      id: this.job.id,
      caller,
      signal: this.#abort.signal,
      attempt: this.job.attempts,
      checkpoint: this.#checkpoint,
      saveCheckpoint: async (value) => {
        if (!(await hold.saveCheckpoint(value))) this.stop(new IsocenterError('job/lease-lost'));
        this.#abort.signal.throwIfAborted();
      },
      progress: (progress) => {
        this.#progress = progress;
        if (hold.now().getTime() - this.#toldAt >= PROGRESS_MS) void this.#renew();
      },
      spawn: (kind, input) => hold.spawn(kind, input, caller),
      children: () => hold.children(),
    };
  }

  /** A database that does not answer is no reason to stop: the lease may still be ours when it answers again. */
  async #renew(): Promise<void> {
    this.#toldAt = this.#hold.now().getTime();
    const state = await this.#hold
      .renew(this.#progress)
      .catch(() => ({ isCancelled: false, isPaused: false }));
    if (state === undefined) this.stop(new IsocenterError('job/lease-lost'));
    else if (state.isCancelled) this.stop(new IsocenterError('cancelled'));
    else if (state.isPaused) this.pause();
  }

  /** Work that was told to stop says so in many ways; why it was told is what counts. */
  #reasonOf(error: unknown): IsocenterError {
    const { signal } = this.#abort;
    const reason = asIsocenterError(signal.aborted ? signal.reason : error);
    // Work that must not be done twice may have been done in part.
    const isInterrupted = signal.aborted && interruptions.has(reason.code);
    return isInterrupted && this.#hasBegun && !this.#kind.repeatable
      ? new IsocenterError('job/lease-lost')
      : reason;
  }

  #succeeded(result: unknown): Ending {
    const progress = this.#progress;
    if (result === waitForChildren) return { state: 'waiting', progress };
    const endedAt = this.#hold.now().toISOString();
    return { state: 'done', endedAt, result: JSON.stringify(result ?? null), progress };
  }

  #failed(error: IsocenterError): Ending {
    const progress = this.#progress;
    const now = this.#hold.now();
    const { code, params } = error;
    const cause = reasonError(error);
    const failure: Failure = {
      ...{ code, params, class: failureClassOf(error) },
      ...(cause && { cause: { code: cause.code, params: cause.params } }),
    };
    if (error.code === 'cancelled') return { state: 'cancelled', endedAt: now.toISOString(), progress };
    // The program stops, or the job is to rest.
    if (interruptions.has(code) && this.#kind.repeatable)
      return { state: 'queued', dueAt: now.toISOString(), uncounted: true, progress };
    return { ...afterFailure(this.#kind, this.job.attempts, failure, now), progress };
  }
}

const interruptions: ReadonlySet<ErrorCode> = new Set(['archive/draining', 'job/paused']);

/** Whether a job that failed is tried again, and when. */
export function afterFailure(kind: JobKind, attempts: number, failure: Failure, now: Date): Ending {
  const mayRepeat = failure.class === 'transient' || (failure.class === 'ambiguous' && kind.repeatable);
  if (!mayRepeat || attempts >= (kind.maximumAttempts ?? DEFAULT_ATTEMPTS))
    return { state: 'failed', endedAt: now.toISOString(), failure };
  // That our program ended says nothing about what the job has to do with.
  const longest = failure.code === 'job/lease-lost' ? LONGEST_PAUSE_AFTER_OURS_MS : kind.longestPauseMs;
  const pause = pauseAfter(attempts, { first: kind.firstPauseMs, longest });
  return { state: 'waiting', dueAt: new Date(now.getTime() + pause).toISOString(), failure };
}
