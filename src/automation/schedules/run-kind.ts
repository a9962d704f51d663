import { IsocenterError } from '../../base/index.ts';
import type { Catalog } from '../../catalog/index.ts';
import { problemOf } from '../../contract/index.ts';
import type { JobContext, JobKind } from '../../jobs/index.ts';
import type { Nodes } from '../../nodes/index.ts';
import { noteLooks } from './left-behind/index.ts';
import { dayOf } from './local-time.ts';
import { countsOf, isOpen, type RetrieveParts, retrieveRun } from './retrieve-run.ts';
import { endRun, findRun, noteAttempt, putBack, type Run, type RunKey } from './run-rows.ts';
import type { Schedule } from './schedule.ts';

export const SCHEDULED_RETRIEVE = 'scheduledRetrieve';

/** With the pauses between them, half an hour: a node that is restarted is back by then. */
const ATTEMPTS = 6;
const FIRST_PAUSE_MS = 60_000;

export interface RunKindParts extends Pick<RetrieveParts, 'archive' | 'clock'> {
  readonly nodes: RetrieveParts['nodes'] & Pick<Nodes, 'registry'>;
  readonly catalog: Pick<Catalog, 'engine'>;
  /** Called when it is known what the node has, and what of it is missing. */
  readonly onLooked: () => void;
  /** Throws `schedule/unknown`. */
  readonly named: (name: string) => Schedule;
}

/** A run of a schedule as a job. It may be done again: what is here is not fetched a second time. */
export function runKind(parts: RunKindParts): JobKind<RunKey> {
  return {
    name: SCHEDULED_RETRIEVE,
    right: 'send',
    concurrency: 4,
    repeatable: true,
    maximumAttempts: ATTEMPTS,
    firstPauseMs: FIRST_PAUSE_MS,
    parse: parseKey,
    run: (key, context) => doRun(parts, key, context),
  };
}

function parseKey(input: unknown): RunKey {
  const { name, plannedAt } = (input ?? {}) as { name?: unknown; plannedAt?: unknown };
  if (typeof name !== 'string' || typeof plannedAt !== 'string')
    throw new IsocenterError('input/invalid', { reason: 'no run of a schedule' });
  return { schedule: name, plannedAt };
}

export const inputOf = ({ schedule, plannedAt }: RunKey) => ({ name: schedule, plannedAt });

async function doRun(parts: RunKindParts, key: RunKey, context: JobContext): Promise<unknown> {
  const { archive, catalog, clock, nodes } = parts;
  const { engine } = catalog;
  const schedule = parts.named(key.schedule);
  const run = await engine.read(() => findRun(key));
  if (run?.state !== 'running' || run.job !== context.id) return null;
  if (!isOpen(schedule, clock)) return await later(parts, run);
  const { caller, signal, progress } = context;
  const { studies, looks, isInterrupted, error, leftOut } = await retrieveRun(
    { archive, nodes, clock, caller, signal, progress },
    schedule,
    run,
  );
  const counts = countsOf(studies);
  const whole = error ?? leftOut;
  const reason = whole ? problemOf(whole) : (studies.find((study) => study.reason)?.reason ?? null);
  const now = clock.now().toISOString();
  const today = dayOf(clock.now(), schedule.recurrence.timeZone);
  await engine.write(function* () {
    yield* noteAttempt(key, { studies, reason, now });
    // Where no node of that name is, none was asked.
    if (looks.length > 0)
      yield* noteLooks(
        { node: nodes.registry.get(schedule.node).name, schedule: schedule.name, today },
        looks,
      );
  });
  parts.onLooked();
  if (error) throw error;
  if (isInterrupted) return await later(parts, run);
  if (counts.failed > 0)
    throw new IsocenterError('schedule/incomplete', {
      failed: Math.max(counts.missing, 1),
      total: Math.max(counts.images, 1),
    });
  if (leftOut) throw leftOut;
  await engine.write(() => endRun(key, 'complete', now, null));
  await engine.flush();
  return counts;
}

/** It goes on when the time of the day has come again. */
async function later({ catalog: { engine } }: RunKindParts, run: Run): Promise<unknown> {
  await engine.write(() => putBack(run));
  return countsOf(run.studies);
}
