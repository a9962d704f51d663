import { z } from 'zod';
import { asIsocenterError, type Clock, IsocenterError } from '../../base/index.ts';
import type { Catalog } from '../../catalog/index.ts';
import { problemOf, type RuleJobKind } from '../../contract/index.ts';
import { failureOf, type Job, type JobContext, type JobKind, waitForChildren } from '../../jobs/index.ts';
import { actionFailed } from '../actions/action-failed.ts';
import { parseOrder } from '../actions/order.ts';
import type { Rule } from './rule.ts';
import { changeRun, type RuleRun, type RunState, type RunStep, readRun } from './rule-run.ts';

/** The kind of job that does one run. */
export const RUN_KIND = 'ruleRun' satisfies RuleJobKind;

/** It begins anew after each action, and whenever the program was ended. */
const ATTEMPTS = 1_000;

const input = z.object({ id: z.string() });

/** Jobs of actions that failed before the run was tried again. */
interface Passed {
  readonly passed: readonly string[];
}

export interface RunParts {
  readonly engine: Catalog['engine'];
  readonly clock: Clock;
  /** The rules, as they are now. */
  readonly rules: () => readonly Rule[];
}

/**
 * Does the actions of a run one after the other, each by a job of its own, which is tried again as its kind is. What fails ends the run;
 * tried again, it goes on where it failed.
 */
export const runKind = (parts: RunParts): JobKind<z.output<typeof input>> => ({
  name: RUN_KIND,
  right: 'find',
  concurrency: 8,
  repeatable: true,
  maximumAttempts: ATTEMPTS,
  parse: (stored) => parseOrder(input, stored),
  run: ({ id }, context) => run(parts, id, context),
});

async function run({ engine, clock, rules }: RunParts, id: string, context: JobContext): Promise<unknown> {
  const known = await engine.read(() => readRun(id));
  if (!known) throw new IsocenterError('archive/not-found', { what: 'run of a rule' });
  const { passed } = (context.checkpoint as Passed | null) ?? { passed: [] };
  const children = (await context.children()).filter((child) => !passed.includes(child.id)).reverse();
  const save = (state: RunState, error?: IsocenterError): Promise<void> => {
    const endedAt = state === 'waiting' ? null : clock.now().toISOString();
    const steps = stepsOf(known, children);
    const problem = error ? problemOf(error) : null;
    return engine.write(() => changeRun(id, { state, steps, problem, endedAt }));
  };
  const rule = rules().find(({ name }) => name === known.rule);
  if (rule?.rests !== undefined && rule.digest === known.definition) {
    await save('waiting', rule.rests);
    throw new IsocenterError('rule/resting', { name: rule.name, reason: rule.rests.message }, rule.rests);
  }
  if (!rule?.isOn || rule.digest !== known.definition) {
    const gone = new IsocenterError('rule/changed', { name: known.rule });
    await save('cancelled', gone);
    return { cancelled: gone.message };
  }
  const failed = children.find(({ state }) => state === 'failed' || state === 'cancelled');
  if (failed) {
    const action = rule.actions[children.indexOf(failed)]?.name ?? failed.kind;
    const error = actionFailed(action, failed);
    await save('failed', error);
    await context.saveCheckpoint({ passed: [...passed, failed.id] } satisfies Passed);
    throw error;
  }
  const isWaiting = children.some(({ endedAt }) => endedAt === null);
  const next = rule.actions[children.length];
  if (!isWaiting && !next) {
    await save('done');
    return { rule: known.rule, actions: rule.actions.length };
  }
  await save('waiting');
  if (next && !isWaiting) await context.spawn(next.kind, await inputOf(next, known, save));
  return waitForChildren;
}

async function inputOf(
  action: Rule['actions'][number],
  { rule, subject }: RuleRun,
  save: (state: RunState, error: IsocenterError) => Promise<void>,
): Promise<unknown> {
  try {
    return await action.input({ rule, subject });
  } catch (error) {
    await save('failed', asIsocenterError(error));
    throw error;
  }
}

/** Those that ended before stay as they were: their jobs may be forgotten. */
function stepsOf({ steps }: RuleRun, children: readonly Job[]): RunStep[] {
  return steps.map((step, index) => {
    const job = children[index];
    if (!job) return { action: step.action, about: step.about, state: 'waiting' };
    const { state, endedAt } = job;
    const ended =
      state === 'done' ? 'done' : state === 'failed' || state === 'cancelled' ? 'failed' : 'waiting';
    return {
      ...{ action: step.action, about: step.about, state: ended, endedAt: endedAt ?? undefined },
      problem: ended === 'failed' ? problemOf(failureOf(job)) : undefined,
      note: ended === 'done' ? noteOf(job) : undefined,
    };
  });
}

/** Actions of extensions may leave one. */
function noteOf({ result }: Job): string | undefined {
  const { note } = (result ?? {}) as { note?: unknown };
  return typeof note === 'string' && note !== '' ? note : undefined;
}
