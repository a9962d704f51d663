import { randomUUID } from 'node:crypto';
import { type Clock, IsocenterError, type Logger } from '../base/index.ts';
import type { Catalog, Work } from '../catalog/index.ts';
import { type Actor, type Caller, callerFor, type JobState } from '../contract/index.ts';
import { Attempt, afterFailure, type Hold } from './attempt.ts';
import { JobChanges } from './changes.ts';
import type { Job, JobKind } from './job.ts';
import {
  KEEP_ENDED_DAYS,
  KEEP_FAILED_DAYS,
  LEASE_MS,
  LONGEST_SLEEP_MS,
  MAXIMUM_TEXT,
  MAXIMUM_UNFINISHED,
  POLL_MS,
  RENEWALS_PER_LEASE,
} from './limits.ts';
import {
  cancelJob,
  claimJob,
  countUnfinished,
  endAttempt,
  expiredJobs,
  type Failing,
  failingJobs,
  findJob,
  insertJob,
  type JobFilter,
  listJobs,
  nextDue,
  pauseJob,
  removeEnded,
  renewLease,
  resumeJob,
  retryJob,
  writeCheckpoint,
} from './rows.ts';

export interface JobsParts {
  /** The tables lie in the catalog's database; a rebuild leaves them alone. */
  readonly catalog: Pick<Catalog, 'engine'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** What a subject may do now. Throws `archive/forbidden` when there is no such subject any more. */
  readonly admit: (subject: Actor) => Promise<Caller>;
  /** Default {@link LEASE_MS}. */
  readonly leaseMs?: number;
}

export interface NewJob {
  /** A UUID of whoever has to know it before the job runs; else one is made. */
  readonly id?: string;
  readonly kind: string;
  readonly input: unknown;
  readonly subject: Actor;
  readonly parent?: string;
  /** Not before then. */
  readonly notBefore?: Date;
  /** Jobs of one sequence run one after the other as they came; one that rests or is tried again later holds up the others. */
  readonly sequence?: string;
}

/** Who looks: undefined sees the jobs of everybody, a subject only its own. */
export type Viewer = Actor | undefined;

const DAY_MS = 86_400_000;

/**
 * A queue of work that outlives the program: what was accepted is done, whatever is killed when. An attempt that was
 * killed is repeated where that does no harm; else the job ends as failed and says that its effect is not known.
 *
 * Several processes may share a database (PostgreSQL): jobs are taken with a lease, and who lost it can write nothing more.
 */
export class Jobs {
  readonly #parts: JobsParts;
  readonly #changes = new JobChanges();
  readonly #kinds = new Map<string, JobKind>();
  readonly #running = new Map<string, { readonly attempt: Attempt; readonly ended: Promise<void> }>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #lookAgain = false;
  #cleanedAt = Number.NEGATIVE_INFINITY;
  #isStarted = false;
  #isStopped = false;

  constructor(parts: JobsParts) {
    this.#parts = parts;
  }

  register<Input>(kind: JobKind<Input>): void {
    // `parse` makes the input that `run` is given, so the pair is safe whatever its type.
    this.#kinds.set(kind.name, kind as JobKind<unknown>);
  }

  /** Durable when it resolves; it then runs, now or after a crash. Throws `job/too-many`, `input/too-large`. */
  async submit(job: NewJob): Promise<Job> {
    const made = this.#made(job);
    await this.#write(function* () {
      const owner = ownerOf(job.subject);
      if ((yield* countUnfinished(owner)) >= MAXIMUM_UNFINISHED)
        throw new IsocenterError('job/too-many', { limit: MAXIMUM_UNFINISHED });
      yield* insertJob(made, owner, job.sequence);
    });
    this.#changes.tell(made.id);
    this.wake();
    return made;
  }

  /** Ids of jobs that change in this process, until the signal is aborted; see changes.ts. */
  changes(signal: AbortSignal): AsyncGenerator<string, void, void> {
    return this.#changes.follow(signal);
  }

  async list(viewer: Viewer, filter: Omit<JobFilter, 'owner'>): Promise<Job[]> {
    const owner = viewer && ownerOf(viewer);
    return await this.#engine.read(() => listJobs({ ...filter, owner }));
  }

  /** Jobs of a kind that failed and are tried again; quick however many have ended. */
  async failing(kind: string, limit: number): Promise<Failing[]> {
    return await this.#engine.read(() => failingJobs(kind, limit));
  }

  /** By its id or a unique beginning of it. Throws `archive/not-found`. */
  async get(viewer: Viewer, id: string): Promise<Job> {
    const found = await this.#engine.read(() => findJob(id, viewer && ownerOf(viewer)));
    const [job, another] = found;
    if (!job || another) throw new IsocenterError('archive/not-found', { what: 'job' });
    return job;
  }

  /** What waits ends at once; what runs is asked to. One that has ended stays as it is. */
  async cancel(viewer: Viewer, id: string): Promise<Job> {
    const job = await this.get(viewer, id);
    const now = this.#now().toISOString();
    const cancelled = await this.#write(() => cancelJob(job.id, now));
    for (const one of cancelled) this.#running.get(one)?.attempt.stop(new IsocenterError('cancelled'));
    this.#changes.tell(...cancelled);
    this.wake();
    return await this.get(viewer, job.id);
  }

  /** What waits rests at once; what runs is asked to, and goes on where it was. One that has ended stays as it is. */
  async pause(viewer: Viewer, id: string): Promise<Job> {
    const job = await this.get(viewer, id);
    const paused = await this.#write(() => pauseJob(job.id));
    for (const one of paused) this.#running.get(one)?.attempt.pause();
    this.#changes.tell(...paused);
    return await this.get(viewer, job.id);
  }

  /** Lets a job go on that rests. Any other stays as it is. */
  async resume(viewer: Viewer, id: string): Promise<Job> {
    const job = await this.get(viewer, id);
    const now = this.#now().toISOString();
    const resumed = await this.#write(() => resumeJob(job.id, now));
    this.#changes.tell(...resumed);
    this.wake();
    return await this.get(viewer, job.id);
  }

  /** Does a job again that failed or was cancelled. Throws `job/not-ended` for any other. */
  async retry(viewer: Viewer, id: string): Promise<Job> {
    const job = await this.get(viewer, id);
    const now = this.#now().toISOString();
    const queued = await this.#write(() => retryJob(job.id, now));
    if (!queued) throw new IsocenterError('job/not-ended', { state: job.state });
    this.#changes.tell(queued.id);
    this.wake();
    return queued;
  }

  /** Begins to work. Jobs of the process that was here before are taken over when there can be no other. */
  async start(): Promise<void> {
    if (this.#isAlone) await this.#takeOver(new Date(this.#now().getTime() + 2 * this.#leaseMs));
    this.#isStarted = true;
    this.wake();
  }

  /** Takes no more, asks what runs to stop, and gives it back to the queue. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#looking;
    for (const { attempt } of this.#running.values()) attempt.stop(new IsocenterError('archive/draining'));
    await Promise.all([...this.#running.values()].map(({ ended }) => ended));
  }

  /** Looks for something to do now. */
  wake(): void {
    if (!this.#isStarted || this.#isStopped) return;
    this.#lookAgain = true;
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
  }

  async #look(): Promise<void> {
    try {
      while (this.#lookAgain && !this.#isStopped) {
        this.#lookAgain = false;
        await this.#takeOver(this.#now());
        for (const kind of this.#kinds.values()) await this.#startDue(kind);
        await this.#cleanUp();
      }
      await this.#sleep();
    } catch (error) {
      this.#parts.logger.warn({ reason: (error as Error).message }, 'jobs cannot be looked for');
      this.#sleepFor(POLL_MS);
    }
  }

  /** Until a job becomes due that there is room for. Whoever makes room, or adds a job here, wakes us before. */
  async #sleep(): Promise<void> {
    const kinds = [...this.#kinds.values()].filter((kind) => this.#hasRoomFor(kind)).map(({ name }) => name);
    const due = await this.#engine.read(() => nextDue(kinds));
    const untilDue = due === null ? LONGEST_SLEEP_MS : Date.parse(due) - this.#now().getTime();
    // Other processes may add jobs, and lose theirs.
    const longest = this.#isAlone ? LONGEST_SLEEP_MS : POLL_MS;
    this.#sleepFor(Math.min(Math.max(0, untilDue), longest));
  }

  #sleepFor(milliseconds: number): void {
    clearTimeout(this.#timer);
    if (!this.#isStopped) this.#timer = setTimeout(() => this.wake(), milliseconds + 1).unref();
  }

  async #startDue(kind: JobKind): Promise<void> {
    while (this.#hasRoomFor(kind) && !this.#isStopped) {
      const lease = randomUUID();
      const now = this.#now();
      const until = this.#leaseUntil(now);
      // Durable before the work begins: after a crash nobody may think that it never began.
      const job = await this.#write(() => claimJob(kind.name, lease, now.toISOString(), until));
      if (!job) return;
      this.#changes.tell(job.id);
      this.#run(job, kind, lease);
    }
  }

  #hasRoomFor({ name, concurrency }: JobKind): boolean {
    const running = [...this.#running.values()].filter(({ attempt }) => attempt.job.kind === name);
    return running.length < concurrency;
  }

  #run(job: Job, kind: JobKind, lease: string): void {
    const attempt = new Attempt(job, kind, this.#holdOf(job, kind, lease));
    const ended = this.#toItsEnd(attempt, lease).finally(() => {
      this.#running.delete(job.id);
      this.wake();
    });
    this.#running.set(job.id, { attempt, ended });
  }

  /** When the end cannot be written, the lease runs out and the job is found as one that was killed. */
  async #toItsEnd(attempt: Attempt, lease: string): Promise<void> {
    const { logger } = this.#parts;
    const { id, kind } = attempt.job;
    const ending = await attempt.run();
    try {
      await this.#write(() => endAttempt(id, lease, ending));
      this.#changes.tell(id);
      const code = ending.failure?.code;
      if (code) logger.warn({ job: id, kind, state: ending.state, code }, 'job failed');
      else logger.info({ job: id, kind, state: ending.state }, 'job ended');
    } catch (error) {
      logger.error({ job: id, kind, reason: (error as Error).message }, 'the end of a job was not written');
    }
  }

  #holdOf(job: Job, kind: JobKind, lease: string): Hold {
    const { admit } = this.#parts;
    return {
      renew: async (progress) => {
        const until = this.#leaseUntil(this.#now());
        const renewed = await this.#engine.write(() => renewLease(job.id, lease, until, progress));
        if (progress) this.#changes.tell(job.id);
        return renewed;
      },
      saveCheckpoint: (value) => {
        const text = textOf(value);
        return this.#write(() => writeCheckpoint(job.id, lease, text));
      },
      admit: async () => callerFor(await admit(job.subject), kind.right),
      spawn: async (name, input) => {
        const child = await this.submit({ kind: name, input, subject: job.subject, parent: job.id });
        return child.id;
      },
      children: () => this.list(undefined, { parent: job.id, limit: MAXIMUM_UNFINISHED }),
      now: () => this.#now(),
      renewMs: this.#leaseMs / RENEWALS_PER_LEASE,
    };
  }

  /** Jobs whose process is gone: to be done again, or to be looked at by a person. */
  async #takeOver(now: Date): Promise<void> {
    const expired = await this.#engine.read(() => expiredJobs(now.toISOString()));
    for (const { id, kind: name, lease, attempts } of expired) {
      const kind = this.#kinds.get(name);
      if (!kind || this.#running.has(id)) continue;
      const failure = { code: 'job/lease-lost', params: {}, class: 'ambiguous' } as const;
      const ending = afterFailure(kind, attempts, failure, this.#now());
      await this.#write(() => endAttempt(id, lease, ending));
      this.#parts.logger.warn({ job: id, kind: name, state: ending.state }, 'a job was interrupted');
    }
  }

  async #cleanUp(): Promise<void> {
    const { clock } = this.#parts;
    if (clock.monotonic() - this.#cleanedAt < LONGEST_SLEEP_MS) return;
    this.#cleanedAt = clock.monotonic();
    const ago = (days: number) => new Date(this.#now().getTime() - days * DAY_MS).toISOString();
    await this.#engine.write(function* () {
      yield* removeEnded('done', ago(KEEP_ENDED_DAYS));
      yield* removeEnded('cancelled', ago(KEEP_ENDED_DAYS));
      yield* removeEnded('failed', ago(KEEP_FAILED_DAYS));
    });
  }

  #made({ id = randomUUID(), kind, input, subject, parent, notBefore }: NewJob): Job {
    textOf(input);
    const createdAt = this.#now().toISOString();
    const state: JobState = notBefore ? 'waiting' : 'queued';
    const nothing = { startedAt: null, endedAt: null, progress: null, checkpoint: null, result: null };
    return {
      ...{ id, kind, state, subject, input, parent: parent ?? null, createdAt },
      ...{ ...nothing, attempts: 0, failure: null, dueAt: (notBefore ?? this.#now()).toISOString() },
    };
  }

  /** Durable when it resolves. */
  async #write<T>(work: () => Work<T>): Promise<T> {
    const result = await this.#engine.write(work);
    await this.#engine.flush();
    return result;
  }

  /** No other process has this database open for writing. */
  get #isAlone(): boolean {
    return this.#engine.supportsRowCache;
  }

  get #leaseMs(): number {
    return this.#parts.leaseMs ?? LEASE_MS;
  }

  #leaseUntil(now: Date): string {
    return new Date(now.getTime() + this.#leaseMs).toISOString();
  }

  get #engine(): Catalog['engine'] {
    return this.#parts.catalog.engine;
  }

  #now(): Date {
    return this.#parts.clock.now();
  }
}

/** A subject as one word, to look its jobs up by. */
const ownerOf = ({ kind, name }: Actor): string => `${kind}:${name}`;

function textOf(value: unknown): string {
  const text = JSON.stringify(value ?? null);
  if (text.length > MAXIMUM_TEXT) throw new IsocenterError('input/too-large', { limit: MAXIMUM_TEXT });
  return text;
}
