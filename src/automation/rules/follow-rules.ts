import type { Archive } from '../../archive/index.ts';
import {
  asIsocenterError,
  type Clock,
  type ErrorCode,
  IsocenterError,
  type Logger,
} from '../../base/index.ts';
import type { Catalog, CatalogEvent } from '../../catalog/index.ts';
import { type Actor, type Attention, attentionsOf, type Caller, callerFor } from '../../contract/index.ts';
import type { Extensions } from '../../extensions/index.ts';
import type { Jobs } from '../../jobs/index.ts';
import { beginRuns, MAXIMUM_IN_AN_HOUR } from './begin-runs.ts';
import { interestsIn } from './interest.ts';
import { matchStudy } from './match-study.ts';
import type { Rule } from './rule.ts';
import { handedOver, newRuns, readCursor, removeRuns, writeCursor } from './rule-run.ts';
import { RuleSet } from './rule-set.ts';
import { RUN_KIND } from './run-rule.ts';

const EVENTS_PAGE = 1_000;
/** Runs that are handed to jobs at once. */
const RUNS_PAGE = 200;
const KEEP_RUNS_MS = 400 * 86_400_000;
const CLEAN_EVERY_MS = 3_600_000;

export interface FollowParts {
  readonly archive: Archive;
  readonly catalog: Pick<Catalog, 'engine' | 'events' | 'lastEventSeq'>;
  readonly jobs: Pick<Jobs, 'submit'>;
  readonly extensions: Extensions;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly admit: (subject: Actor) => Promise<Caller>;
}

/** Rules that look at the same things on behalf of the same account. */
interface Group {
  readonly owner: Actor;
  readonly when: Rule['when'];
  readonly set: RuleSet;
}

/**
 * Asks rules about what happened, and has jobs do what they say. A rule is asked about what happens after it stands in the
 * file; what was before is replayed when somebody wants it.
 */
export class RuleFollower {
  readonly #parts: FollowParts;
  /** By rule: why it does not do what it should. */
  readonly #problems = new Map<string, IsocenterError>();
  #groups: { readonly rules: readonly Rule[]; readonly groups: readonly Group[] } = { rules: [], groups: [] };
  #cleanedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: FollowParts) {
    this.#parts = parts;
  }

  /** One round. */
  async follow(rules: readonly Rule[], signal: AbortSignal): Promise<void> {
    const { engine } = this.#parts.catalog;
    const groups = this.#groupsOf(rules);
    const cursor = await engine.read(() => readCursor());
    if (groups.length === 0) {
      // Rules that come later do not look at what was before them.
      if (cursor !== undefined) await engine.write(() => writeCursor(undefined));
    } else await this.#followEvents(groups, cursor, signal);
    await this.#handOver();
    await this.#cleanUp();
  }

  /** What needs a person. */
  problems(): Attention[] {
    return attentionsOf('rule', this.#problems);
  }

  problemOf(name: string): IsocenterError | undefined {
    return this.#problems.get(name);
  }

  async #followEvents(
    groups: readonly Group[],
    from: number | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const { catalog } = this.#parts;
    const last = await catalog.lastEventSeq();
    // Behind the end: another database, whose numbers begin again.
    let cursor = from === undefined || from > last ? last : from;
    if (cursor !== from) await catalog.engine.write(() => writeCursor(cursor));
    while (!signal.aborted) {
      const events = await catalog.events(cursor, EVENTS_PAGE);
      const end = events.at(-1);
      if (!end) return;
      for (const group of groups) await this.#ask(group, events, signal);
      // Told to stop in the middle: the next one begins there again, and what was noted is not noted twice.
      if (signal.aborted) return;
      cursor = end.seq;
      await catalog.engine.write(() => writeCursor(cursor));
    }
  }

  async #ask(
    { owner, when, set }: Group,
    events: readonly CatalogEvent[],
    signal: AbortSignal,
  ): Promise<void> {
    const interests = interestsIn(events, when);
    if (interests.size === 0) return;
    const { archive, extensions, admit, clock, catalog, logger } = this.#parts;
    try {
      const caller = callerFor(await admit(owner), 'find');
      for (const [study, { occasion, ...part }] of interests) {
        if (signal.aborted) return;
        const matches = await matchStudy({ archive, extensions }, caller, set, study, part);
        const { endless } = await beginRuns({ engine: catalog.engine, clock }, matches, occasion);
        for (const { rule, problem } of matches)
          if (problem) this.#problems.set(rule.name, notAskedProblem(rule.name));
        for (const { name } of endless) this.#problems.set(name, endlessProblem(name));
      }
    } catch (error) {
      const problem = asIsocenterError(error);
      // Anything else, such as a database that does not answer, ends the round: the events are looked at again.
      if (problem.code !== 'archive/forbidden') throw problem;
      logger.warn({ owner: owner.name, when, code: problem.code }, 'rules were not asked');
      for (const { name } of set.rules) this.#problems.set(name, problem);
      return;
    }
    for (const { name } of set.rules)
      if (!lasting.has(this.#problems.get(name)?.code)) this.#problems.delete(name);
  }

  /** A job has the number of its run, so that handing it over twice is handing it over once. */
  async #handOver(): Promise<void> {
    const { catalog, jobs } = this.#parts;
    for (const run of await catalog.engine.read(() => newRuns(RUNS_PAGE))) {
      const { id, rule, owner, subject } = run;
      // What a node or a program gets of a study it gets in the order in which it came.
      const sequence = `${RUN_KIND} ${rule} ${subject.studyInstanceUid}`;
      const isTaken = await jobs
        .submit({ id, kind: RUN_KIND, input: { id }, subject: owner, sequence })
        .then(() => true, untilThereIsRoom);
      if (!isTaken) return;
      await catalog.engine.write(() => handedOver(id));
    }
  }

  async #cleanUp(): Promise<void> {
    const { catalog, clock } = this.#parts;
    if (clock.monotonic() - this.#cleanedAt < CLEAN_EVERY_MS) return;
    this.#cleanedAt = clock.monotonic();
    const before = new Date(clock.now().getTime() - KEEP_RUNS_MS).toISOString();
    await catalog.engine.write(() => removeRuns(before));
  }

  /** What sets remember is kept for as long as the rules are the same. */
  #groupsOf(rules: readonly Rule[]): readonly Group[] {
    if (this.#groups.rules === rules) return this.#groups.groups;
    const known = new Map<string, Rule[]>();
    for (const rule of rules.filter(({ isOn, when }) => isOn && !asked.has(when))) {
      const key = JSON.stringify([rule.owner, rule.when]);
      known.set(key, [...(known.get(key) ?? []), rule]);
    }
    const groups = [...known.values()].map((those) => ({
      ...{ owner: those[0]!.owner, when: those[0]!.when, set: new RuleSet(those) },
    }));
    this.#problems.clear();
    this.#groups = { rules, groups };
    return groups;
  }
}

/** Those that look at everything when it is their time, or when somebody wants it. */
const asked: ReadonlySet<Rule['when']> = new Set(['schedule', 'manual']);

/** Told until the rules are other ones: something was not done. */
const lasting: ReadonlySet<ErrorCode | undefined> = new Set([
  'rule/endless',
  'attention/rule-not-asked',
] as const);

function untilThereIsRoom(error: unknown): false {
  if (error instanceof IsocenterError && error.code === 'job/too-many') return false;
  throw error;
}

/** What the extension said may speak of a patient: it stands in the run. */
const notAskedProblem = (name: string): IsocenterError =>
  new IsocenterError('attention/rule-not-asked', { name });

const endlessProblem = (name: string): IsocenterError =>
  new IsocenterError('rule/endless', { name, limit: MAXIMUM_IN_AN_HOUR });
