import { asIsocenterError, type Clock, type IsocenterError, type Logger } from '../../base/index.ts';
import type { Catalog } from '../../catalog/index.ts';
import { type Attention, attentionsOf, systemActor } from '../../contract/index.ts';
import { failureOf, type Jobs } from '../../jobs/index.ts';
import { keepCursors, readCursor, writeCursor } from '../schedules/run-rows.ts';
import type { Rule } from './rule.ts';

export interface TimesParts {
  readonly catalog: Pick<Catalog, 'engine'>;
  readonly jobs: Pick<Jobs, 'submit' | 'get'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What is known of a rule since this program runs, milliseconds. */
interface Looked {
  readonly digest: string;
  readonly isOn: boolean;
  readonly at: number;
  /** The next time there is something to be done. */
  readonly due: number;
}

/** No schedule has a name with a space in it. */
const CURSOR = 'rule ';
const cursorOf = ({ name }: Rule): string => `${CURSOR}${name}`;

/**
 * Has rules that wait for a time asked about everything that is here, by a job, when it has come. Times that were missed are
 * made up for by one look; while one is under way no other begins. See replay-rule.ts for what is done once.
 */
export class RuleTimes {
  readonly #parts: TimesParts;
  readonly #looked = new Map<string, Looked>();
  /** By rule: the job that looked last. */
  readonly #jobs = new Map<string, string>();
  readonly #problems = new Map<string, IsocenterError>();
  #rules: readonly Rule[] | undefined;

  constructor(parts: TimesParts) {
    this.#parts = parts;
  }

  /** One round. */
  async follow(rules: readonly Rule[], signal: AbortSignal): Promise<void> {
    if (rules !== this.#rules) {
      // One that comes later and is called so has missed nothing.
      const names = new Set(rules.filter(({ times }) => times).map(cursorOf));
      await this.#parts.catalog.engine.write(() => keepCursors(CURSOR, names));
      this.#rules = rules;
    }
    for (const name of this.#problems.keys())
      if (!rules.some((rule) => rule.name === name && rule.times)) this.#problems.delete(name);
    for (const rule of rules) {
      if (signal.aborted) return;
      if (!rule.times) continue;
      try {
        await this.#follow(rule);
      } catch (error) {
        const problem = asIsocenterError(error);
        const { code } = problem;
        this.#parts.logger.warn({ rule: rule.name, code }, 'the times of a rule are not followed');
        this.#problems.set(rule.name, problem);
      }
    }
  }

  problemOf(name: string): IsocenterError | undefined {
    return this.#problems.get(name);
  }

  /** What needs a person. */
  problems(): Attention[] {
    return attentionsOf('rule', this.#problems);
  }

  async #follow(rule: Rule): Promise<void> {
    const { name, digest, isOn, times } = rule;
    const isUnderWay = await this.#isUnderWay(name);
    const now = this.#parts.clock.now();
    const before = this.#looked.get(name);
    const isSame = before?.digest === digest && before.isOn === isOn;
    if (isSame && now.getTime() >= before.at && now.getTime() < before.due) return;
    if (!isOn || (before && before.digest !== digest)) {
      // Nothing is missed while it is off, or was another rule.
      await this.#write(rule, isOn ? now : undefined);
    } else if (!(await this.#look(rule, now, isUnderWay))) return;
    const due = isOn ? times?.recurrence.after(now)?.getTime() : undefined;
    this.#looked.set(name, { digest, isOn, at: now.getTime(), due: due ?? Number.POSITIVE_INFINITY });
  }

  /** Whether all that is due has begun. */
  async #look(rule: Rule, now: Date, isUnderWay: boolean): Promise<boolean> {
    const { name, times } = rule;
    const cursor = await this.#parts.catalog.engine.read(() => readCursor(cursorOf(rule)));
    // One that is new, or the clock went back: what comes again was looked at.
    const isKnown = cursor !== undefined && cursor <= now.toISOString();
    const next = isKnown ? times?.recurrence.after(new Date(cursor)) : undefined;
    if (next && next <= now) {
      if (isUnderWay) return false;
      // Killed in between, it is begun twice, and does nothing twice.
      const { id } = await this.#parts.jobs.submit({
        ...{ kind: 'ruleReplay', input: { name }, subject: systemActor },
      });
      this.#jobs.set(name, id);
    }
    await this.#write(rule, now);
    return true;
  }

  async #write(rule: Rule, until: Date | undefined): Promise<void> {
    const { engine } = this.#parts.catalog;
    await engine.write(() => writeCursor(cursorOf(rule), until?.toISOString()));
    await engine.flush();
  }

  /** Whether the last look goes on; how it ended is told. */
  async #isUnderWay(name: string): Promise<boolean> {
    const id = this.#jobs.get(name);
    if (id === undefined) return false;
    const job = await this.#parts.jobs.get(undefined, id);
    if (job.endedAt === null && job.state !== 'failed') return true;
    this.#jobs.delete(name);
    if (job.state === 'failed') this.#problems.set(name, failureOf(job));
    else this.#problems.delete(name);
    return false;
  }
}
