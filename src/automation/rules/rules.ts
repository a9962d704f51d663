import type { Archive } from '../../archive/index.ts';
import { type Clock, IsocenterError } from '../../base/index.ts';
import type { Catalog } from '../../catalog/index.ts';
import {
  type Actor,
  type Caller,
  callerFor,
  type ListedRule,
  type ListedRun,
  problemOf,
  type RequestFor,
  type ResultFor,
  type TransferItem,
} from '../../contract/index.ts';
import type { Extensions } from '../../extensions/index.ts';
import { toldAction } from '../actions/action.ts';
import { datasetOf } from '../datasets/datasets.ts';
import type { Plan } from '../file/plan.ts';
import { nextTime, previewRule } from './preview-rule.ts';
import { type ReplayOptions, replayRule } from './replay-rule.ts';
import type { Rule } from './rule.ts';
import { countByRule, listRuns, type RuleRun } from './rule-run.ts';

export interface RulesParts {
  readonly archive: Archive;
  readonly catalog: Pick<Catalog, 'engine'>;
  readonly extensions: Extensions;
  readonly clock: Clock;
  readonly plan: () => Plan;
  /** What somebody may do now. Throws `archive/forbidden` when there is nobody of that name any more. */
  readonly admit: (subject: Actor) => Promise<Caller>;
  /** By rule: why it does not do what it should. */
  readonly problemOf: (name: string) => IsocenterError | undefined;
}

/** What is done by itself when something happens. */
export class Rules {
  readonly #parts: RulesParts;

  constructor(parts: RulesParts) {
    this.#parts = parts;
  }

  /** Throws `rule/unknown`. */
  named(name: string): Rule {
    const rule = this.#parts.plan().rules.find((one) => one.name === name);
    if (!rule) throw new IsocenterError('rule/unknown', { name });
    return rule;
  }

  async list(): Promise<ListedRule[]> {
    const { catalog, clock, plan } = this.#parts;
    const counts = await catalog.engine.read(() => countByRule());
    return plan().rules.map((rule) => {
      const { name, owner, when, times, actions, isOn } = rule;
      const own = counts.filter(({ rule }) => rule === name);
      const count = (...states: readonly string[]): number =>
        own.filter(({ state }) => states.includes(state)).reduce((sum, one) => sum + one.count, 0);
      const problem = this.#parts.problemOf(name);
      return {
        ...{ name, owner: owner.name, when, isOn, actions: actions.map(toldAction) },
        dataset: datasetOf({ actions }),
        ...{ at: times?.at ?? null, timeZone: times?.recurrence.timeZone ?? null },
        nextAt: isOn ? nextTime(rule, clock) : null,
        problem: problem ? problemOf(problem) : null,
        ...{ waiting: count('new', 'waiting'), done: count('done'), failed: count('failed') },
        lastRunAt:
          own
            .map(({ last }) => last)
            .sort()
            .at(-1) ?? null,
      };
    });
  }

  async runs({ rule, study, state, limit }: RequestFor<'runsList'>): Promise<ListedRun[]> {
    const runs = await this.#parts.catalog.engine.read(() =>
      listRuns({ rule, studyInstanceUid: study, state, limit }),
    );
    return runs.map(listed);
  }

  /** What a rule would work on, of what is here. Throws `rule/unknown`. */
  async tryOut({ name, limit }: RequestFor<'ruleTry'>): Promise<ResultFor<'ruleTry'>> {
    const rule = this.named(name);
    return await previewRule(this.#parts, rule, await this.ownerOf(rule), limit);
  }

  /** See replay-rule.ts. Throws `rule/unknown`, `rule/changed` for one that is off. */
  async *replay(
    name: string,
    options: ReplayOptions,
  ): AsyncGenerator<TransferItem, ResultFor<'ruleReplay'>, void> {
    const rule = this.named(name);
    if (!rule.isOn) throw new IsocenterError('rule/changed', { name });
    const { archive, extensions, catalog, clock } = this.#parts;
    return yield* replayRule(
      { archive, extensions, engine: catalog.engine, clock },
      rule,
      await this.ownerOf(rule),
      options,
    );
  }

  /** What the owner of a rule sees, now. */
  async ownerOf({ owner }: Pick<Rule, 'owner'>): Promise<Caller> {
    return callerFor(await this.#parts.admit(owner), 'find');
  }
}

const listed = ({ subject, owner, steps, ...run }: RuleRun): ListedRun => ({
  ...{ id: run.id, rule: run.rule, when: run.when, state: run.state, problem: run.problem },
  ...{ createdAt: run.createdAt, endedAt: run.endedAt, matched: { ...run.matched } },
  owner: owner.name,
  studyInstanceUid: subject.studyInstanceUid,
  seriesInstanceUids: [...subject.seriesInstanceUids],
  images: subject.sopInstanceUids?.length ?? null,
  steps: [...steps],
});
