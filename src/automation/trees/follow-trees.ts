import { asIsocenterError, type Clock, type Logger } from '../../base/index.ts';
import type { Catalog, CatalogEvent } from '../../catalog/index.ts';
import { systemActor } from '../../contract/index.ts';
import type { Jobs } from '../../jobs/index.ts';
import { sweep } from './sweep.ts';
import { type SyncParts, syncStudy } from './sync-study.ts';
import type { Tree } from './tree.ts';
import { writeTreeState } from './tree-state.ts';
import type { Trees } from './trees.ts';
import { CONVERT_KIND, type ConvertInput } from './volumes/convert-kind.ts';

const EVENTS_PAGE = 1_000;
/** A study of which something could not be made is looked at again after that. */
const AGAIN_AFTER_MS = 60_000;
/** One that an extension could not name. */
const NAMES_AGAIN_MS = 600_000;
/** A build that failed, because a disk was full, is asked for again after that. */
const BUILD_AGAIN_MS = 600_000;

export interface FollowParts {
  readonly trees: Trees;
  readonly catalog: Pick<Catalog, 'engine' | 'events'>;
  readonly jobs: Pick<Jobs, 'submit'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Brings trees up to date with what happened in the archive. One that is new, or said otherwise now, is built by a job. */
export class TreeFollower {
  readonly #parts: FollowParts;
  /** By tree: the definition that a job was asked for, and when. */
  readonly #asked = new Map<string, { readonly digest: string; readonly at: number }>();
  /** Rounds that nobody waits for, by tree. */
  readonly #aside = new Map<string, Promise<void>>();
  /** By tree: studies to look at again, and when. */
  readonly #again = new Map<string, Map<string, number>>();

  constructor(parts: FollowParts) {
    this.#parts = parts;
  }

  /** One round for all. Those that ask extensions for names are begun and not waited for: these may take their time. */
  async followAll(trees: readonly Tree[], signal: AbortSignal): Promise<void> {
    for (const tree of trees)
      if (tree.names.calls.length === 0) await this.follow(tree, signal);
      else this.#followAside(tree, signal);
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    await Promise.all(this.#aside.values());
  }

  #followAside(tree: Tree, signal: AbortSignal): void {
    if (this.#aside.has(tree.name)) return;
    const round = this.follow(tree, signal).finally(() => this.#aside.delete(tree.name));
    this.#aside.set(tree.name, round);
  }

  /** One round for one tree. What hinders it is told and remembered; the next round tries again. */
  async follow(tree: Tree, signal: AbortSignal): Promise<void> {
    const { trees, logger } = this.#parts;
    if (!tree.isOn || trees.isBuilding(tree.name)) return;
    try {
      const isUpToDate = await trees.inTurn(tree.name, () => this.#followInTurn(tree, signal));
      if (isUpToDate) trees.setProblem(tree.name, undefined);
    } catch (error) {
      const problem = asIsocenterError(error);
      if (trees.setProblem(tree.name, problem))
        logger.warn({ tree: tree.name, code: problem.code }, 'a tree is not brought up to date');
    }
  }

  /** False when all of it has to be looked at first: what hinders that stays told until it is done. */
  async #followInTurn(tree: Tree, signal: AbortSignal): Promise<boolean> {
    const following = await this.#parts.trees.following(tree);
    if (!following) {
      await this.#askForBuild(tree);
      return false;
    }
    const { parts, folderMark } = following;
    const nameless = this.#parts.trees.namelessOf(tree.name);
    // Where nobody knows what waits, after a start or with too much of it, a build looks for it.
    if (following.waits && !nameless) await this.#askForBuild(tree);
    else this.#asked.delete(tree.name);
    const again = this.#againOf(tree.name);
    for (const study of nameless ?? [])
      if (!again.has(study)) again.set(study, parts.clock.monotonic() + NAMES_AGAIN_MS);
    let { cursor } = following;
    await this.#lookAgain(tree, parts);
    for (;;) {
      const events = await this.#parts.catalog.events(cursor, EVENTS_PAGE);
      const last = events.at(-1);
      if (!last || signal.aborted) break;
      const isWhole = tree.asks.labels && events.some(concernsUnnamedStudies);
      const studies = Map.groupBy(
        events.filter(({ studyInstanceUid }) => studyInstanceUid),
        ({ studyInstanceUid }) => studyInstanceUid!,
      );
      for (const [study, those] of studies) {
        if (signal.aborted) return true;
        // As long as nothing but images comes, there will be more of them: it becomes quiet when all are there.
        await this.#sync(parts, study, { converts: those.some(({ kind }) => kind !== 'instance.stored') });
      }
      cursor = last.seq;
      const definition = isWhole ? '' : this.#parts.trees.definitionOf(tree);
      await parts.engine.write(() => writeTreeState(tree.name, { folderMark, cursor, definition }));
      if (isWhole) return true;
    }
    const definition = this.#parts.trees.definitionOf(tree);
    // The last that waited has its name.
    if (following.waits && nameless && definition === tree.digest)
      await parts.engine.write(() => writeTreeState(tree.name, { folderMark, cursor, definition }));
    await sweep(parts);
    return true;
  }

  async #sync(parts: SyncParts, study: string, { converts }: { readonly converts: boolean }): Promise<void> {
    const { name } = parts.tree;
    const { troubles, waitsForNames, outdated } = await syncStudy(parts, study);
    if (converts && outdated.length > 0) {
      const input: ConvertInput = { name, study };
      await this.#parts.jobs.submit({ kind: CONVERT_KIND, input, subject: systemActor });
    }
    const again = this.#againOf(name);
    const now = parts.clock.monotonic();
    if (waitsForNames) again.set(study, now + NAMES_AGAIN_MS);
    else if (troubles.length > 0) again.set(study, now + AGAIN_AFTER_MS);
    else again.delete(study);
  }

  #againOf(name: string): Map<string, number> {
    const again = this.#again.get(name) ?? new Map<string, number>();
    this.#again.set(name, again);
    return again;
  }

  async #lookAgain({ name }: Tree, parts: SyncParts): Promise<void> {
    const now = parts.clock.monotonic();
    const due = [...(this.#again.get(name) ?? [])].filter(([, at]) => at <= now);
    for (const [study] of due) await this.#sync(parts, study, { converts: false });
  }

  async #askForBuild({ name, digest }: Tree): Promise<void> {
    const now = this.#parts.clock.monotonic();
    const asked = this.#asked.get(name);
    if (asked?.digest === digest && now - asked.at < BUILD_AGAIN_MS) return;
    this.#asked.set(name, { digest, at: now });
    await this.#parts.jobs.submit({ kind: 'treeBuild', input: { name }, subject: systemActor });
  }
}

/** A label of a patient is one of all their studies, which the event does not name. */
const concernsUnnamedStudies = ({ kind, studyInstanceUid }: CatalogEvent): boolean =>
  kind.startsWith('label.') && !studyInstanceUid;
