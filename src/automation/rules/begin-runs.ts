import { randomUUID } from 'node:crypto';
import type { Clock } from '../../base/index.ts';
import type { Catalog } from '../../catalog/index.ts';
import { problemOf } from '../../contract/index.ts';
import type { Match } from './match-study.ts';
import type { Rule } from './rule.ts';
import { addRun, countRuns, type RuleRun } from './rule-run.ts';

/** Runs of one rule for one study in an hour, of those that what they do may call again. */
export const MAXIMUM_IN_AN_HOUR = 20;
const HOUR_MS = 3_600_000;
const mayCallItself = new Set(['study changed', 'label set']);

export interface BeginParts {
  readonly engine: Catalog['engine'];
  readonly clock: Clock;
}

export interface Begun {
  /** Runs that are new. */
  readonly count: number;
  /** Rules that seem to call themselves, and rest for this study. */
  readonly endless: readonly Rule[];
}

/** Notes what is to be done; what was noted before is not noted again. Durable when it resolves. */
export async function beginRuns(
  { engine, clock }: BeginParts,
  matches: readonly Match[],
  occasion: string,
): Promise<Begun> {
  if (matches.length === 0) return { count: 0, endless: [] };
  const now = clock.now();
  const hourAgo = new Date(now.getTime() - HOUR_MS).toISOString();
  return await engine.write(function* () {
    const endless: Rule[] = [];
    let count = 0;
    for (const match of matches) {
      const { rule, subject } = match;
      const before = mayCallItself.has(rule.when)
        ? yield* countRuns(rule.name, subject.studyInstanceUid, hourAgo)
        : 0;
      if (before >= MAXIMUM_IN_AN_HOUR) endless.push(rule);
      else if (yield* addRun(runOf(match, occasion, now))) count++;
    }
    return { count, endless };
  });
}

/** What nobody could be asked about is noted as not done: replaying the rule asks again. */
const runOf = (
  { rule, subject, content, matched, problem }: Match,
  occasion: string,
  now: Date,
): RuleRun => ({
  ...{ id: randomUUID(), rule: rule.name, definition: rule.digest, content, occasion, when: rule.when },
  ...{ owner: rule.owner, subject, matched },
  ...{ state: problem ? 'cancelled' : 'new', problem: problem ? problemOf(problem) : null },
  steps: rule.actions.map(({ name, about }) => ({ action: name, about, state: 'waiting' })),
  createdAt: now.toISOString(),
  endedAt: problem ? now.toISOString() : null,
});
