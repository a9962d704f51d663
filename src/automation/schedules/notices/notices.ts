import { randomUUID } from 'node:crypto';
import { type Clock, IsocenterError } from '../../../base/index.ts';
import type { Catalog } from '../../../catalog/index.ts';
import { attentionInWords } from '../../../contract/index.ts';
import { failureOf, type Jobs } from '../../../jobs/index.ts';
import type { Nodes } from '../../../nodes/index.ts';
import type { Plan } from '../../file/plan.ts';
import { jobNamed } from '../job-named.ts';
import { problemsOf, type ToldLeft } from '../left-behind/index.ts';
import { nodeName } from '../node-name.ts';
import { openRuns, type RunOutcome } from '../run-rows.ts';
import type { Schedule } from '../schedule.ts';
import { alarmOfRun, alarmsOfLeft, nameOfRun, urgentOf } from './alarms-of.ts';
import { NOTICE_KIND, type Notice } from './notice-kind.ts';
import {
  addNotice,
  forgetNotices,
  forgetNoticesBefore,
  forgetToldBefore,
  listNotices,
  takeDown,
} from './notice-rows.ts';

export interface NoticesParts {
  readonly catalog: Pick<Catalog, 'engine'>;
  readonly jobs: Pick<Jobs, 'submit' | 'get'>;
  readonly nodes: Pick<Nodes, 'registry'>;
  readonly clock: Clock;
  /** The schedules of the automation file, as it is now. */
  readonly plan: () => Plan;
}

const DAY_MS = 86_400_000;
/** A run that failed longer ago is not told any more, milliseconds: whoever wants to be told from today on knows what was. */
const TOLD_WITHIN_MS = DAY_MS;
/** As long as reports of runs. */
const KEEP_MS = 400 * DAY_MS;
/** That nobody could be told is old news then, milliseconds: sooner than jobs are forgotten, so that nothing is sent again. */
const KEEP_NOTICES_MS = 7 * DAY_MS;

/**
 * What needs a person is told where schedules say so: runs that failed, and what their node will delete. Each is told once, and
 * again when it says something else; what lasts, once a day. That it is told is written down before, with what is to be sent.
 */
export class Notices {
  readonly #parts: NoticesParts;
  #tidiedOn = '';

  constructor(parts: NoticesParts) {
    this.#parts = parts;
  }

  /** It became known what is left behind, or how a run went. */
  async tell(left: ToldLeft): Promise<void> {
    const { plan, nodes } = this.#parts;
    await this.#forgetOld();
    const telling = plan().schedules.filter(({ notify }) => notify);
    const places = telling.map(({ name, node }) => ({ name, node: nodeName(nodes, node) }));
    for (const schedule of telling) await this.#tellOf(schedule, urgentOf(left, schedule.name, places));
  }

  /** Sends what waits for it. Answers why the last one did not arrive; undefined while it may. */
  async follow({ name, owner: subject, notify }: Schedule): Promise<IsocenterError | undefined> {
    const notices = await this.#engine.read(() => listNotices(name));
    // Who takes the address out waits for no more.
    if (!notify) {
      if (notices.length > 0) await this.#engine.write(() => forgetNotices(notices.map(({ id }) => id)));
      return undefined;
    }
    const done: string[] = [];
    let problem: IsocenterError | undefined;
    for (const [index, { id, input }] of notices.entries()) {
      const job = await jobNamed(this.#parts.jobs, id);
      if (!job) await this.#parts.jobs.submit({ id, kind: NOTICE_KIND, input, subject });
      const isFailed = job?.state === 'failed';
      problem = isFailed ? failureOf(job) : job?.state === 'done' ? undefined : problem;
      // Of those that failed the last is kept, to be told.
      if (job?.endedAt && !(isFailed && index === notices.length - 1)) done.push(id);
    }
    if (done.length > 0) await this.#engine.write(() => forgetNotices(done));
    return problem && new IsocenterError('schedule/not-told', { reason: problem.message }, problem);
  }

  async #forgetOld(): Promise<void> {
    const now = this.#parts.clock.now();
    const today = now.toISOString().slice(0, 10);
    if (this.#tidiedOn === today) return;
    await this.#engine.write(function* () {
      yield* forgetToldBefore(before(now, KEEP_MS));
      yield* forgetNoticesBefore(before(now, KEEP_NOTICES_MS));
    });
    this.#tidiedOn = today;
  }

  async #tellOf({ name, notify, lookBackDays }: Schedule, left: ToldLeft): Promise<void> {
    const now = this.#parts.clock.now();
    // Longer ago none is tried again.
    const since = before(now, (lookBackDays + 1) * DAY_MS);
    const open = await this.#engine.read(() => openRuns(name, since));
    const failed = open.filter((run) => isNewlyFailed(run, now));
    const alarms = [...alarmsOfLeft(left), ...failed.map(alarmOfRun)];
    // One that is tried again is not over.
    const kept = new Set(open.map(nameOfRun));
    const isTold = await this.#engine.write(function* () {
      const { isDue, fresh } = yield* takeDown(name, alarms, { kept, now });
      if (!isDue) return false;
      const runs = failed.filter((run) => fresh.has(nameOfRun(run)));
      const input: Notice = { schedule: name, notify: notify!, text: textOf(name, left, runs) };
      yield* addNotice({ id: randomUUID(), schedule: name, input }, now);
      return true;
    });
    if (isTold) await this.#engine.flush();
  }

  get #engine(): Catalog['engine'] {
    return this.#parts.catalog.engine;
  }
}

const before = (now: Date, ms: number): string => new Date(now.getTime() - ms).toISOString();

const isNewlyFailed = ({ state, endedAt }: RunOutcome, now: Date): boolean =>
  state === 'failed' && endedAt !== null && now.getTime() - Date.parse(endedAt) < TOLD_WITHIN_MS;

/** In words without patient data: why a run failed may be in words of the node, which stay here. */
function textOf(name: string, left: ToldLeft, failed: readonly RunOutcome[]): string {
  const days = new Set(failed.map(({ day }) => day));
  return [
    ...[...days].map(
      (day) => `Schedule ${name}: The run of ${day} failed. Why: isocenter schedules show ${name}`,
    ),
    ...problemsOf(left).map(attentionInWords),
  ].join('\n');
}
