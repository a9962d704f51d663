import type { Selector } from '../../archive/index.ts';
import { IsocenterError, type Logger } from '../../base/index.ts';
import type { Catalog } from '../../catalog/index.ts';
import {
  type Actor,
  type Attention,
  type Caller,
  callerFor,
  type ListedRetention,
  type Problem,
  problemOf,
  type ResultFor,
  type RetentionReport,
} from '../../contract/index.ts';
import type { Nodes } from '../../nodes/index.ts';
import type { Plan } from '../file/plan.ts';
import type { TakeNote } from '../noted-kind.ts';
import { CopyCheck } from './copy-check.ts';
import { bytesToFree, diskUse, percentOf, trashInTheWay } from './disk-use.ts';
import { areAlike, type FindParts, findOld, type OldStudy, oldPartOf } from './find-old.ts';
import type { Retention } from './retention.ts';
import { readReport, writeReport } from './retention-rows.ts';

export interface RetentionsParts extends FindParts {
  readonly catalog: Pick<Catalog, 'engine'>;
  readonly nodes: Pick<Nodes, 'requestCommitment'>;
  readonly logger: Logger;
  /** Writes into the audit log. */
  readonly note: TakeNote;
  /** What somebody may do now. Throws `archive/forbidden` when there is nobody of that name any more. */
  readonly admit: (subject: Actor) => Promise<Caller>;
  /** What the automation file says, as it is now. */
  readonly plan: () => Plan;
}

const HOUR_MS = 3_600_000;
/** From the end of a look to the next one, milliseconds: a disk fills up faster than studies grow old. */
const pauses = { marks: HOUR_MS, age: 24 * HOUR_MS } as const;
/** From a look that failed to the next one, milliseconds. */
const PAUSE_AFTER_FAILURE = HOUR_MS;
/** Images of one selector: far below what a statement takes. */
const IMAGES_AT_ONCE = 1_000;

/** What goes into the trash by itself: what is old, or when the disk is full, and has its copies elsewhere. */
export class Retentions {
  readonly #parts: RetentionsParts;
  /** By name, for people. */
  readonly #problems = new Map<string, Problem>();
  /** Looks that failed, by name: as it was said then, and when. */
  readonly #failed = new Map<string, { readonly digest: string; readonly at: number }>();
  #round: Promise<void> | undefined;

  constructor(parts: RetentionsParts) {
    this.#parts = parts;
  }

  /** Begins with those whose time it is; does not wait for them. */
  follow(signal: AbortSignal): void {
    this.#round ??= this.#followAll(signal).finally(() => {
      this.#round = undefined;
    });
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    await this.#round;
  }

  /** Throws `retention/unknown`. */
  named(name: string): Retention {
    const retention = this.#parts.plan().retention.find((one) => one.name === name);
    if (!retention) throw new IsocenterError('retention/unknown', { name });
    return retention;
  }

  async list(): Promise<ListedRetention[]> {
    const { catalog } = this.#parts;
    return await Promise.all(
      this.#parts
        .plan()
        .retention.map(
          async ({ name, owner, olderThanDays, notViewedForDays = null, marks, copies, isOn }) => ({
            ...{ name, owner: owner.name, olderThanDays, notViewedForDays, copies: [...copies], isOn },
            ...{ whenFullerThan: marks?.high ?? null, untilBelow: marks?.low ?? null },
            problem: this.#problems.get(name) ?? null,
            last: (await catalog.engine.read(() => readReport(name))) ?? null,
          }),
        ),
    );
  }

  /** What would go if it began now; nodes are not asked. */
  async preview(name: string, limit: number): Promise<ResultFor<'retentionPreview'>> {
    const retention = this.named(name);
    const { archive } = this.#parts;
    const caller = await this.#ownerOf(retention);
    const use = await diskUse(archive);
    const wanted = bytesToFree(retention, use);
    // Also while the disk is not full enough: what would go then is what people want to see.
    const limitBytes = wanted > 0 ? wanted : Number.POSITIVE_INFINITY;
    const total = { studies: 0, instances: 0, bytes: 0, protected: 0 };
    const studies: ResultFor<'retentionPreview'>['studies'] = [];
    for await (const { images: _, isProtected, ...study } of findOld(this.#parts, retention, caller)) {
      if (total.bytes >= limitBytes) break;
      if (isProtected) total.protected++;
      else {
        total.studies++;
        total.instances += study.instances;
        total.bytes += study.bytes;
      }
      if (studies.length < limit) studies.push({ ...study, keptBecause: isProtected ? 'protected' : null });
    }
    const then = { ...use, usedBytes: Math.max(0, use.usedBytes - total.bytes) };
    return {
      ...{ studies, total, disk: { fullNow: percentOf(use), fullThen: percentOf(then) } },
      note: wanted > 0 ? null : `Nothing goes now: the disk is at ${percentOf(use)} %.`,
    };
  }

  /** Looks now, whenever it last did. Answers what went. */
  async run(name: string, signal: AbortSignal): Promise<RetentionReport> {
    const retention = this.named(name);
    const { archive, catalog, clock, nodes } = this.#parts;
    const caller = await this.#ownerOf(retention);
    const use = await diskUse(archive);
    const wanted = bytesToFree(retention, use);
    const copies = new CopyCheck(nodes, caller, retention.copies);
    const counts = { studies: 0, instances: 0, bytes: 0, protected: 0, withoutCopy: 0 };
    if (wanted > 0)
      for await (const old of findOld(this.#parts, retention, caller)) {
        if (counts.bytes >= wanted || !this.#goesOn(retention, signal)) break;
        if (old.isProtected) counts.protected++;
        else if (!(await copies.hasCopies(old))) counts.withoutCopy++;
        // Nodes take their time to answer. What is not the same any more is looked at the next time.
        else if (this.#goesOn(retention, signal) && (await this.#isAsItWas(retention, caller, old))) {
          const { instances, bytes } = await this.#remove(retention, caller, old);
          counts.studies++;
          counts.instances += instances;
          counts.bytes += bytes;
        }
      }
    const isShort = Number.isFinite(wanted) && counts.bytes < wanted && this.#goesOn(retention, signal);
    const { protected: kept, withoutCopy } = counts;
    const short = isShort
      ? new IsocenterError('retention/too-full', { protected: kept, withoutCopy })
      : undefined;
    const why = copies.problem ?? short ?? trashInTheWay(retention, use);
    const problem = why ? problemOf(why) : null;
    const report = { ...counts, endedAt: clock.now().toISOString(), problem };
    await catalog.engine.write(() => writeReport(name, report));
    return report;
  }

  /** What needs a person. */
  problems(): Attention[] {
    return Array.from(this.#problems, ([name, problem]) => ({ about: 'retention' as const, name, problem }));
  }

  async #followAll(signal: AbortSignal): Promise<void> {
    const { plan, logger } = this.#parts;
    const retentions = plan().retention.filter(({ isOn }) => isOn);
    for (const name of this.#problems.keys())
      if (!retentions.some((one) => one.name === name)) this.#problems.delete(name);
    for (const retention of retentions) {
      if (signal.aborted) return;
      const { name } = retention;
      try {
        if (!(await this.#isDue(retention))) continue;
        const { problem, studies, bytes } = await this.run(name, signal);
        if (studies > 0) logger.info({ retention: name, studies, bytes }, 'old studies went into the trash');
        this.#failed.delete(name);
        if (problem === null) this.#problems.delete(name);
        else this.#problems.set(name, problem);
      } catch (error) {
        const problem = problemOf(error);
        const { code } = problem;
        logger.warn({ retention: name, code }, 'nothing old went into the trash');
        this.#problems.set(name, problem);
        this.#failed.set(name, { digest: retention.digest, at: this.#now });
      }
    }
  }

  get #now(): number {
    return this.#parts.clock.now().getTime();
  }

  /** A clock that was set back must not hold it up. */
  async #isDue({ name, digest, marks }: Retention): Promise<boolean> {
    const isWithin = (at: number, pause: number) => at <= this.#now && this.#now < at + pause;
    const failed = this.#failed.get(name);
    if (failed?.digest === digest && isWithin(failed.at, PAUSE_AFTER_FAILURE)) return false;
    const last = await this.#parts.catalog.engine.read(() => readReport(name));
    return !isWithin(Date.parse(last?.endedAt ?? ''), pauses[marks ? 'marks' : 'age']);
  }

  /** Whether the file still says the same of it. */
  #goesOn({ name, digest }: Retention, signal: AbortSignal): boolean {
    return (
      !signal.aborted &&
      this.#parts.plan().retention.some((one) => one.name === name && one.digest === digest)
    );
  }

  async #isAsItWas(retention: Retention, caller: Caller, old: OldStudy): Promise<boolean> {
    // Without nodes to ask, no time has passed.
    if (retention.copies.length === 0) return true;
    const now = await oldPartOf(this.#parts, retention, caller, old.studyInstanceUid);
    return now !== undefined && !now.isProtected && areAlike(old, now);
  }

  async #remove({ name }: Retention, { actor, scope, address }: Caller, old: OldStudy) {
    const { studyInstanceUid } = old;
    const removed = await this.#parts.archive.remove(actor, scope, selectorsOf(old), `retention ${name}`);
    const via = `retention ${name}`;
    this.#parts.note({ actor, address, action: 'remove', via, outcome: 'done', studies: [studyInstanceUid] });
    return removed;
  }

  async #ownerOf({ owner }: Retention): Promise<Caller> {
    return callerFor(await this.#parts.admit(owner), 'remove');
  }
}

/** Exactly the images that were looked at: others may come while they go. */
function selectorsOf({ studyInstanceUid, images }: OldStudy): Selector[] {
  const selectors: Selector[] = [];
  for (let at = 0; at < images.length; at += IMAGES_AT_ONCE) {
    const some = images.slice(at, at + IMAGES_AT_ONCE);
    selectors.push({
      studyInstanceUids: [studyInstanceUid],
      seriesInstanceUids: [...new Set(some.map((one) => one.seriesInstanceUid))],
      sopInstanceUids: some.map((one) => one.sopInstanceUid),
    });
  }
  return selectors;
}
