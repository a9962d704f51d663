import { asIsocenterError, IsocenterError, type Logger } from '../../base/index.ts';
import type { Catalog } from '../../catalog/index.ts';
import {
  type Actor,
  type Caller,
  callerFor,
  type ListedRetention,
  type ResultFor,
  type RetentionReport,
} from '../../contract/index.ts';
import type { Nodes } from '../../nodes/index.ts';
import type { Plan } from '../file/plan.ts';
import type { TakeNote } from '../noted-kind.ts';
import { CopyCheck } from './copy-check.ts';
import { bytesToFree, diskUse, percentOf } from './disk-use.ts';
import { type FindParts, findOld, type OldStudy } from './find-old.ts';
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

/** What goes into the trash by itself: what is old, or when the disk is full, and has its copies elsewhere. */
export class Retentions {
  readonly #parts: RetentionsParts;
  /** By name, for people. */
  readonly #problems = new Map<string, string>();
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
      this.#parts.plan().retention.map(async ({ name, owner, olderThanDays, marks, copies, isOn }) => ({
        ...{ name, owner: owner.name, olderThanDays, copies: [...copies], isOn },
        ...{ whenFullerThan: marks?.high ?? null, untilBelow: marks?.low ?? null },
        problem: this.#problems.get(name) ?? null,
        last: (await catalog.engine.read(() => readReport(name))) ?? null,
      })),
    );
  }

  /** What would go if it began now; nodes are not asked. */
  async preview(name: string, limit: number): Promise<ResultFor<'retentionPreview'>> {
    const retention = this.named(name);
    const { archive } = this.#parts;
    const caller = await this.#ownerOf(retention);
    const use = await diskUse(archive, caller.actor);
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
    const wanted = bytesToFree(retention, await diskUse(archive, caller.actor));
    const copies = new CopyCheck(nodes, caller, retention.copies);
    const counts = { studies: 0, instances: 0, bytes: 0, protected: 0, withoutCopy: 0 };
    if (wanted > 0)
      for await (const old of findOld(this.#parts, retention, caller)) {
        if (signal.aborted || counts.bytes >= wanted) break;
        if (old.isProtected) counts.protected++;
        else if (!(await copies.hasCopies(old))) counts.withoutCopy++;
        else {
          const { instances, bytes } = await this.#remove(retention, caller, old);
          counts.studies++;
          counts.instances += instances;
          counts.bytes += bytes;
        }
      }
    const isShort = Number.isFinite(wanted) && counts.bytes < wanted && !signal.aborted;
    const short = isShort ? `The disk is too full, and nothing more may go. ${stays(counts)}` : null;
    const problem = copies.problem ?? short;
    const report = { ...counts, endedAt: clock.now().toISOString(), problem };
    await catalog.engine.write(() => writeReport(name, report));
    return report;
  }

  /** What needs a person, in words without patient data. */
  problems(): string[] {
    return [...this.#problems].map(([name, problem]) => `Retention ${name}: ${problem}`);
  }

  async #followAll(signal: AbortSignal): Promise<void> {
    const { plan, catalog, clock, logger } = this.#parts;
    const retentions = plan().retention.filter(({ isOn }) => isOn);
    for (const name of this.#problems.keys())
      if (!retentions.some((one) => one.name === name)) this.#problems.delete(name);
    for (const { name, marks } of retentions) {
      if (signal.aborted) return;
      const last = await catalog.engine.read(() => readReport(name));
      const since = clock.now().getTime() - Date.parse(last?.endedAt ?? '');
      if (since >= 0 && since < pauses[marks ? 'marks' : 'age']) continue;
      try {
        const { problem, studies, bytes } = await this.run(name, signal);
        if (studies > 0) logger.info({ retention: name, studies, bytes }, 'old studies went into the trash');
        if (problem === null) this.#problems.delete(name);
        else this.#problems.set(name, problem);
      } catch (error) {
        const { code, message } = asIsocenterError(error);
        logger.warn({ retention: name, code }, 'nothing old went into the trash');
        this.#problems.set(name, message);
      }
    }
  }

  async #remove({ name }: Retention, { actor, scope, address }: Caller, old: OldStudy) {
    const { studyInstanceUid, seriesInstanceUids } = old;
    const selector = { studyInstanceUids: [studyInstanceUid], seriesInstanceUids };
    const removed = await this.#parts.archive.remove(actor, scope, [selector], `retention ${name}`);
    const via = `retention ${name}`;
    this.#parts.note({ actor, address, action: 'remove', via, outcome: 'done', studies: [studyInstanceUid] });
    return removed;
  }

  async #ownerOf({ owner }: Retention): Promise<Caller> {
    return callerFor(await this.#parts.admit(owner), 'remove');
  }
}

const stays = (counts: Pick<RetentionReport, 'protected' | 'withoutCopy'>): string =>
  `${counts.protected} studies are protected, ${counts.withoutCopy} have no copy.`;
