import { randomUUID } from 'node:crypto';
import type { Archive } from '../../archive/index.ts';
import { asIsocenterError, type Clock, IsocenterError, type Logger } from '../../base/index.ts';
import type { Catalog } from '../../catalog/index.ts';
import {
  type Attention,
  attentionsOf,
  type ListedSchedule,
  type Problem,
  problemOf,
  type ResultFor,
  type ScheduledRun,
} from '../../contract/index.ts';
import { failureOf, type Jobs } from '../../jobs/index.ts';
import type { Nodes } from '../../nodes/index.ts';
import type { Plan } from '../file/plan.ts';
import { type About, noted, type TakeNote } from '../noted-kind.ts';
import { scheduledKeysOn } from './found-studies.ts';
import { jobNamed } from './job-named.ts';
import { LeftBehind } from './left-behind/index.ts';
import { dayAfter, dayOf } from './local-time.ts';
import { type NoticeParts, Notices, noticeKind } from './notices/index.ts';
import { planRuns } from './plan-runs.ts';
import { problemOfRun } from './problem-of-run.ts';
import { countsOf, isOpen } from './retrieve-run.ts';
import { inputOf, runKind, SCHEDULED_RETRIEVE } from './run-kind.ts';
import {
  addRun,
  beginRun,
  endRun,
  findRun,
  lastEnded,
  listRuns,
  putBack,
  type Run,
  runOfDay,
  unfinishedRuns,
  writeCursor,
} from './run-rows.ts';
import type { Schedule } from './schedule.ts';

export interface SchedulesParts extends NoticeParts {
  readonly catalog: Pick<Catalog, 'engine'>;
  readonly jobs: Pick<Jobs, 'submit' | 'get' | 'register'>;
  readonly archive: Pick<Archive, 'find'>;
  readonly nodes: Pick<Nodes, 'queries' | 'fetchMissing' | 'worklist' | 'compare' | 'registry'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Whether the settings name a mail server. */
  readonly hasMailServer: boolean;
  /** Writes into the audit log. */
  readonly note: TakeNote;
  /** The schedules of the automation file, as it is now. */
  readonly plan: () => Plan;
}

/** What is known of a schedule since this program runs. */
interface Looked {
  readonly schedule: Schedule;
  readonly at: number;
  /** The next time there is something to be taken down. */
  readonly due: number;
}

/** Studies that are fetched from nodes again and again. Runs of one schedule are done one after the other. */
export class Schedules {
  /** What is still missing here of what they found. */
  readonly leftBehind: LeftBehind;
  readonly #parts: SchedulesParts;
  readonly #notices: Notices;
  readonly #looked = new Map<string, Looked>();
  /** By name, for people. */
  readonly #problems = new Map<string, IsocenterError>();

  constructor(parts: SchedulesParts) {
    this.#parts = parts;
    this.#notices = new Notices(parts);
    this.leftBehind = new LeftBehind({ ...parts, onLooked: (left) => this.#notices.tell(left) });
    const { archive, nodes, clock, catalog, jobs, note } = parts;
    const kind = runKind({
      ...{ archive, nodes, clock, catalog },
      named: (name) => this.named(name),
      onLooked: () => this.leftBehind.lookSoon(),
    });
    const about = ({ schedule }: { readonly schedule: string }): About => ({
      via: `schedule ${schedule}`,
      studies: [],
    });
    jobs.register(noted(kind, note, about));
    jobs.register(noted(noticeKind(parts), note, about));
  }

  /** Throws `schedule/unknown`. */
  named(name: string): Schedule {
    const schedule = this.#parts.plan().schedules.find((one) => one.name === name);
    if (!schedule) throw new IsocenterError('schedule/unknown', { name });
    return schedule;
  }

  /** One round: takes down what became due, and begins what waits. */
  async follow(signal: AbortSignal): Promise<void> {
    this.leftBehind.follow(signal);
    for (const name of this.#problems.keys()) if (!this.#has(name)) this.#problems.delete(name);
    for (const schedule of this.#parts.plan().schedules) {
      if (signal.aborted) return;
      try {
        await this.#follow(schedule);
      } catch (error) {
        const problem = asIsocenterError(error);
        const { code } = problem;
        this.#parts.logger.warn({ schedule: schedule.name, code }, 'a schedule is not followed');
        this.#problems.set(schedule.name, problem);
      }
    }
  }

  /** Resolves when nothing is under way but jobs. */
  async idle(): Promise<void> {
    await this.leftBehind.idle();
  }

  async list(): Promise<ListedSchedule[]> {
    return await Promise.all(this.#parts.plan().schedules.map((one) => this.#listed(one)));
  }

  async show(name: string, limit: number): Promise<ResultFor<'scheduleShow'>> {
    const schedule = await this.#listed(this.named(name));
    const runs = await this.#engine.read(() => listRuns(name, limit));
    return { schedule, runs: runs.map(listedRun) };
  }

  /** Of the newest run when none is named. Throws `archive/not-found`. */
  async report(
    name: string,
    { plannedAt, day }: { plannedAt?: string | undefined; day?: string | undefined },
  ): Promise<ResultFor<'scheduleReport'>> {
    this.named(name);
    const run = await this.#engine.read(function* () {
      if (plannedAt) return yield* findRun({ schedule: name, plannedAt });
      if (day) return yield* runOfDay(name, day);
      return (yield* listRuns(name, 1))[0];
    });
    if (!run) throw new IsocenterError('archive/not-found', { what: 'run of this schedule' });
    const keys = Object.fromEntries(Object.entries(run.keys).map(([key, values]) => [key, [...values]]));
    return { run: listedRun(run), keys, studies: [...run.studies] };
  }

  /** Does a run now: that of a day, which may have been done before, or one as of today. Throws `schedule/no-night`, `schedule/list-over`. */
  async run(name: string, day: string | undefined): Promise<ScheduledRun> {
    const schedule = this.named(name);
    this.#requireComing(schedule, day);
    const known = day === undefined ? undefined : await this.#engine.read(() => runOfDay(name, day));
    if (known?.state === 'running') return listedRun(known);
    const plannedAt = known?.plannedAt ?? this.#plannedAt(schedule, day).toISOString();
    const key = { schedule: name, plannedAt };
    const on = day ?? dayOf(new Date(plannedAt), schedule.recurrence.timeZone);
    await this.#engine.write(function* () {
      if (!known) yield* addRun({ ...key, day: on, keys: scheduledKeysOn(schedule, on) });
      yield* putBack(key);
    });
    await this.#beginNext(schedule);
    return listedRun((await this.#engine.read(() => findRun(key)))!);
  }

  /** What needs a person. */
  problems(): Attention[] {
    return attentionsOf('schedule', this.#problems);
  }

  async #follow(schedule: Schedule): Promise<void> {
    const { name, isOn } = schedule;
    await this.#settle(schedule);
    if (isOn) {
      await this.#takeDown(schedule);
      await this.#endMissed(schedule);
      await this.#beginNext(schedule);
    } else if (this.#looked.get(name)?.schedule !== schedule) {
      // Nothing is missed while it is off.
      await this.#engine.write(() => writeCursor(name, undefined));
      this.#looked.set(name, { schedule, at: 0, due: 0 });
    }
    await this.#tellProblem(schedule);
  }

  async #takeDown(schedule: Schedule): Promise<void> {
    const { name, recurrence } = schedule;
    const now = this.#parts.clock.now();
    const looked = this.#looked.get(name);
    const isQuiet = looked?.schedule === schedule && now.getTime() >= looked.at && now.getTime() < looked.due;
    if (isQuiet) return;
    await this.#engine.write(() => planRuns(schedule, now));
    await this.#engine.flush();
    const due = recurrence.after(now)?.getTime() ?? Number.POSITIVE_INFINITY;
    this.#looked.set(name, { schedule, at: now.getTime(), due });
  }

  /** Runs whose job has ended without saying so end too; one whose job is gone begins again. */
  async #settle({ name }: Schedule): Promise<void> {
    const runs = await this.#engine.read(() => unfinishedRuns(name));
    for (const run of runs.filter(({ state }) => state === 'running')) {
      const job = run.job === null ? undefined : await jobNamed(this.#parts.jobs, run.job);
      if (job === undefined || job.state === 'done') {
        // It may have ended between the two looks.
        const now = await this.#engine.read(() => findRun(run));
        if (now?.state === 'running') await this.#engine.write(() => putBack(run));
      } else if (job.state === 'failed' || job.state === 'cancelled') {
        const reason = problemOf(failureOf(job));
        const endedAt = job.endedAt ?? this.#parts.clock.now().toISOString();
        await this.#end(run, job.state, endedAt, reason);
      }
    }
  }

  /** Lists of days that are over are of no use: their runs that still wait end. */
  async #endMissed({ name, priors, recurrence }: Schedule): Promise<void> {
    if (!priors) return;
    const now = this.#parts.clock.now();
    const today = dayOf(now, recurrence.timeZone);
    const missed = problemOf(new IsocenterError('schedule/list-missed'));
    const runs = await this.#engine.read(() => unfinishedRuns(name));
    for (const run of runs.filter(({ state }) => state === 'waiting'))
      if (dayAfter(run.day, priors.daysAhead) < today)
        await this.#end(run, 'failed', now.toISOString(), missed);
  }

  async #end(run: Run, state: 'failed' | 'cancelled', endedAt: string, reason: Problem): Promise<void> {
    await this.#engine.write(() => endRun(run, state, endedAt, reason));
    this.leftBehind.lookSoon();
  }

  async #beginNext(schedule: Schedule): Promise<void> {
    const { jobs, clock } = this.#parts;
    const runs = await this.#engine.read(() => unfinishedRuns(schedule.name));
    // Who comes first needs the priors first: what was not done of earlier lists must not hold up the newest.
    const next = schedule.priors ? runs.at(-1) : runs[0];
    if (!next || runs.some(({ state }) => state === 'running') || !isOpen(schedule, clock)) return;
    const id = randomUUID();
    // The run knows its job before there is one: killed in between, it is begun again.
    await this.#engine.write(() => beginRun(next, id));
    await this.#engine.flush();
    await jobs.submit({ id, kind: SCHEDULED_RETRIEVE, input: inputOf(next), subject: schedule.owner });
  }

  async #tellProblem(schedule: Schedule): Promise<void> {
    const { name, notify } = schedule;
    const notTold = await this.#notices.follow(schedule);
    const untold = notify?.mail && !this.#parts.hasMailServer ? new IsocenterError('mail/none') : notTold;
    const { running, last } = await this.#engine.read(function* () {
      const unfinished = yield* unfinishedRuns(name);
      return { running: unfinished.find(({ reason }) => reason !== null), last: yield* lastEnded(name) };
    });
    if (running) this.#problems.set(name, problemOfRun('schedule/again', running));
    else if (last?.state === 'failed') this.#problems.set(name, problemOfRun('schedule/run-failed', last));
    else if (untold) this.#problems.set(name, untold);
    else this.#problems.delete(name);
  }

  /** Patients of a list that is over have been here. Throws `schedule/list-over`. */
  #requireComing({ name, priors, recurrence }: Schedule, day: string | undefined): void {
    const hasDays = priors?.worklist !== undefined || priors?.csv?.date !== undefined;
    if (!hasDays || day === undefined) return;
    const listed = dayAfter(day, priors.daysAhead);
    const today = dayOf(this.#parts.clock.now(), recurrence.timeZone);
    if (listed < today) throw new IsocenterError('schedule/list-over', { name, day: listed });
  }

  /** A run of another day begins at the first time of that day that it would have. Throws `schedule/no-night`. */
  #plannedAt({ name, recurrence }: Schedule, day: string | undefined): Date {
    if (day === undefined) return this.#parts.clock.now();
    // Time zones reach from 12 hours behind UTC to 14 before it.
    let point = new Date(Date.parse(day) - 15 * 3_600_000);
    for (let steps = 0; steps < 2_000; steps++) {
      const next = recurrence.after(point);
      if (!next || dayOf(next, recurrence.timeZone) > day) break;
      if (dayOf(next, recurrence.timeZone) === day) return next;
      point = next;
    }
    throw new IsocenterError('schedule/no-night', { name, day });
  }

  async #listed(schedule: Schedule): Promise<ListedSchedule> {
    const {
      name,
      owner,
      at,
      recurrence,
      node,
      studies,
      priors = null,
      lookBackDays,
      parallel,
      isOn,
    } = schedule;
    const { last, unfinished } = await this.#engine.read(function* () {
      return { last: yield* lastEnded(name), unfinished: yield* unfinishedRuns(name) };
    });
    const problem = this.#problems.get(name);
    const next = isOn ? recurrence.after(this.#parts.clock.now()) : undefined;
    return {
      ...{
        name,
        owner: owner.name,
        at,
        timeZone: recurrence.timeZone,
        node,
        priors,
        lookBackDays,
        parallel,
        isOn,
      },
      studies: Object.fromEntries(Object.entries(studies).map(([key, values]) => [key, [...values]])),
      between: schedule.between?.text ?? null,
      megabytesPerSecond: schedule.megabytesPerSecond ?? null,
      notify: schedule.notify ?? null,
      nextAt: next?.toISOString() ?? null,
      problem: problem ? problemOf(problem) : null,
      last: last ? listedRun(last) : null,
      unfinished: unfinished.length,
    };
  }

  #has(name: string): boolean {
    return this.#parts.plan().schedules.some((one) => one.name === name);
  }

  get #engine(): Catalog['engine'] {
    return this.#parts.catalog.engine;
  }
}

function listedRun({ studies, keys: _, ...run }: Run): ScheduledRun {
  return { ...run, counts: countsOf(studies) };
}
