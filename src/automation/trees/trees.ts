import type { Archive } from '../../archive/index.ts';
import {
  asIsocenterError,
  type Clock,
  type InTurn,
  IsocenterError,
  newQueue,
  takeTurn,
} from '../../base/index.ts';
import type { Catalog } from '../../catalog/index.ts';
import {
  type Actor,
  type Attention,
  type Caller,
  callerFor,
  type ListedTree,
  problemOf,
  type ResultFor,
  type TransferItem,
  type TreeSummary,
} from '../../contract/index.ts';
import { type Engines, findEngines } from '../../convert/index.ts';
import type { Plan } from '../file/plan.ts';
import type { NameExtensions } from './ask-names.ts';
import { buildTree } from './build-tree.ts';
import { sweep } from './sweep.ts';
import { type SyncParts, syncStudy } from './sync-study.ts';
import type { Tree } from './tree.ts';
import { AT_ONCE, allGone, countFiles, fileAt } from './tree-file.ts';
import { TreeFolder } from './tree-folder.ts';
import { forgetTreeState, readTreeState, writeTreeState } from './tree-state.ts';
import { verifyTree } from './verify-tree.ts';
import type { ConvertInput } from './volumes/convert-kind.ts';
import { type ConvertedVolumes, convertVolumes } from './volumes/convert-volumes.ts';
import { isOfVolume } from './volumes/known-volumes.ts';
import { forgetVolumes, unconvertedOf, volumeOf } from './volumes/tree-volume.ts';
import type { Placing } from './volumes/volume-target.ts';

/** Series that could not become volumes, of those that are named. */
const MOST_UNCONVERTED = 5;

export interface TreesParts {
  readonly archive: Archive;
  readonly catalog: Pick<Catalog, 'engine' | 'lastEventSeq'>;
  readonly clock: Clock;
  readonly extensions: NameExtensions;
  /** Folders with programs, as in the environment variable PATH. */
  readonly searchPath: string;
  /** The trees of the automation file, as it is now. */
  readonly plan: () => Plan;
  /** What somebody may do now. Throws `archive/forbidden` when there is nobody of that name any more. */
  readonly admit: (subject: Actor) => Promise<Caller>;
}

/** Studies of one tree of which is known that files wait for their names; what is beyond is found again by a build. */
const MOST_NAMELESS = 10_000;

const waiting = ({ digest }: Tree): string => `${digest} waiting`;

/** Whether all of a tree was looked at as it is said now. */
const isLookedAt = (tree: Tree, definition: string | undefined): boolean =>
  definition === tree.digest || definition === waiting(tree);

/** What is needed to bring a tree up to date. */
export interface Following {
  readonly parts: SyncParts;
  readonly cursor: number;
  readonly folderMark: string;
  /** Some of its files had no name when it was last looked at. */
  readonly waits: boolean;
}

/** Live views of the archive as folders. What is done to one tree is done one after the other. */
export class Trees {
  readonly #parts: TreesParts;
  readonly #queues = new Map<string, InTurn>();
  readonly #building = new Set<string>();
  /** By name: why a tree is not being followed. */
  readonly #problems = new Map<string, IsocenterError>();
  /** By name, then by study: why files have no name yet. */
  readonly #nameless = new Map<string, Map<string, IsocenterError>>();

  constructor(parts: TreesParts) {
    this.#parts = parts;
  }

  async list(): Promise<ListedTree[]> {
    return await Promise.all(this.#parts.plan().trees.map((tree) => this.#listed(tree)));
  }

  /** Throws `tree/unknown`. */
  named(name: string): Tree {
    const tree = this.#parts.plan().trees.find((one) => one.name === name);
    if (!tree) throw new IsocenterError('tree/unknown', { name });
    return tree;
  }

  /** Makes what is missing. @param anew fills the folder again when it is gone. */
  async *build(
    name: string,
    { anew }: { readonly anew: boolean },
    signal: AbortSignal,
  ): AsyncGenerator<TransferItem, TreeSummary, void> {
    const tree = this.named(name);
    await using _turn = await takeTurn(this.#queueOf(name));
    this.#building.add(name);
    try {
      const summary = yield* this.#build(tree, { anew }, signal);
      this.#problems.delete(name);
      return summary;
    } catch (error) {
      const problem = asIsocenterError(error);
      if (problem.code !== 'cancelled') this.#problems.set(name, problem);
      throw problem;
    } finally {
      this.#building.delete(name);
    }
  }

  async *#build(
    tree: Tree,
    { anew }: { readonly anew: boolean },
    signal: AbortSignal,
  ): AsyncGenerator<TransferItem, TreeSummary, void> {
    const { name } = tree;
    const { archive, catalog } = this.#parts;
    const caller = await this.ownerOf(tree);
    const state = await catalog.engine.read(() => readTreeState(name));
    const { folder, mark } =
      state && !anew
        ? { folder: await TreeFolder.open(tree, state.folderMark), mark: state.folderMark }
        : await TreeFolder.make(tree, (path) => archive.exportFolder(caller.actor, caller.scope, path));
    // What happens from here on is looked at again.
    const cursor = await catalog.lastEventSeq();
    await catalog.engine.write(() => writeTreeState(name, { folderMark: mark, cursor, definition: '' }));
    this.#nameless.delete(name);
    const parts = this.#syncParts({ tree, caller, folder, repairs: true });
    const summary = yield* buildTree(parts, signal);
    await catalog.engine.write(() =>
      writeTreeState(name, { folderMark: mark, cursor, definition: this.definitionOf(tree) }),
    );
    return summary;
  }

  async *verify(name: string, signal: AbortSignal) {
    const tree = this.named(name);
    await using _turn = await takeTurn(this.#queueOf(name));
    const { catalog, clock } = this.#parts;
    const folder = await this.#filledFolder(tree);
    return yield* verifyTree({ engine: catalog.engine, clock, tree, folder }, signal);
  }

  /** Takes away all files that a tree made. It has to be off, or it would make them again. */
  async clear(name: string): Promise<ResultFor<'treeClear'>> {
    const tree = this.named(name);
    if (tree.isOn) throw new IsocenterError('tree/is-on', { name });
    return await this.inTurn(name, async () => {
      const { catalog, clock } = this.#parts;
      const folder = await this.#filledFolder(tree);
      await catalog.engine.write(() => allGone(name));
      const counts = await sweep({ engine: catalog.engine, tree, folder, clock }, AT_ONCE);
      await folder.unmark();
      await catalog.engine.write(function* () {
        yield* forgetVolumes(name);
        yield* forgetTreeState(name);
      });
      return counts;
    });
  }

  /** Converts what a tree lacks of the volumes of a study; null when a build will see to that, as it does after any failure. */
  async convert(input: ConvertInput, signal: AbortSignal): Promise<ConvertedVolumes | null> {
    const tree = this.#parts.plan().trees.find((one) => one.name === input.name);
    if (!tree) return null;
    try {
      const converted = tree.isOn ? await this.#convert(tree, input.study, signal) : null;
      if (!converted) await this.#buildLater(input.name);
      return converted;
    } catch (error) {
      await this.#buildLater(input.name);
      throw error;
    }
  }

  /** Once it is on, and its folder can be written to. */
  async #buildLater(name: string): Promise<void> {
    const { engine } = this.#parts.catalog;
    await this.inTurn(name, () =>
      engine.write(function* () {
        const state = yield* readTreeState(name);
        if (state) yield* writeTreeState(name, { ...state, definition: '' });
      }),
    );
  }

  async #convert(tree: Tree, study: string, signal: AbortSignal): Promise<ConvertedVolumes | null> {
    const { name } = tree;
    const placing: Placing = (work) =>
      this.inTurn(name, async () => {
        const now = this.#parts.plan().trees.find((one) => one.name === name);
        const following = now?.digest === tree.digest ? await this.following(now) : undefined;
        return following && (await work(following.parts));
      });
    const begun = await placing(async (parts) => ({ parts, ...(await syncStudy(parts, study)) }));
    if (!begun) return null;
    const converted = await convertVolumes(begun.parts, begun.outdated, placing, signal);
    // What went while they were converted goes there too.
    await placing((parts) => syncStudy(parts, study));
    return converted;
  }

  /** Which instance a file is. Throws `archive/not-found`. */
  async which(name: string, path: string): Promise<ResultFor<'treeWhich'>> {
    const found = await this.#parts.catalog.engine.read(() => fileAt(name, path));
    if (!found) throw new IsocenterError('archive/not-found', { what: 'file in this tree' });
    const { studyInstanceUid, seriesInstanceUid, sopInstanceUid, sha256, goneAt } = found;
    const volume = await this.#parts.catalog.engine.read(() => volumeOf(name, seriesInstanceUid));
    return {
      ...{ studyInstanceUid, seriesInstanceUid },
      ...(isOfVolume(found)
        ? { sopInstanceUid: null, digest: null, convertedBy: volume?.engine || null }
        : { sopInstanceUid, digest: sha256, convertedBy: null }),
      goneSince: goneAt === AT_ONCE ? null : goneAt,
    };
  }

  /** What the owner of a tree may take away, now. */
  async ownerOf({ owner }: Tree): Promise<Caller> {
    return callerFor(await this.#parts.admit(owner), 'download');
  }

  /** What is needed to bring a tree up to date; undefined when it has to be looked at as a whole first. */
  async following(tree: Tree): Promise<Following | undefined> {
    const state = await this.#parts.catalog.engine.read(() => readTreeState(tree.name));
    if (!state || !isLookedAt(tree, state.definition)) return undefined;
    const folder = await TreeFolder.open(tree, state.folderMark);
    const caller = await this.ownerOf(tree);
    const parts = this.#syncParts({ tree, caller, folder, repairs: false });
    const waits = state.definition !== tree.digest;
    return { parts, cursor: state.cursor, folderMark: state.folderMark, waits };
  }

  /** What is written down of a tree that is up to date, but for files that wait for their names: those are looked for again, also after a restart. */
  definitionOf(tree: Tree): string {
    return this.#nameless.has(tree.name) ? waiting(tree) : tree.digest;
  }

  /** Studies with files that wait for their names; undefined where it is not known which: after a start, or with too many. */
  namelessOf(name: string): Iterable<string> | undefined {
    const studies = this.#nameless.get(name);
    return studies && studies.size < MOST_NAMELESS ? studies.keys() : undefined;
  }

  inTurn<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    return this.#queueOf(name)(work);
  }

  isBuilding(name: string): boolean {
    return this.#building.has(name);
  }

  /** @returns whether it is another one than before */
  setProblem(name: string, problem: IsocenterError | undefined): boolean {
    const before = this.#problems.get(name)?.message;
    if (problem) this.#problems.set(name, problem);
    else this.#problems.delete(name);
    return before !== problem?.message;
  }

  /** What needs a person: trees that could not be followed. */
  problems(): Attention[] {
    return this.#parts.plan().trees.flatMap(({ name, isOn }) => {
      const problem = isOn ? this.#problemOf(name) : undefined;
      return problem ? [{ about: 'tree' as const, name, problem: problemOf(problem) }] : [];
    });
  }

  #problemOf(name: string): IsocenterError | undefined {
    const [nameless] = this.#nameless.get(name)?.values() ?? [];
    return this.#problems.get(name) ?? nameless;
  }

  #tellNames(tree: string, study: string, why: IsocenterError | undefined): void {
    const studies = this.#nameless.get(tree) ?? new Map<string, IsocenterError>();
    if (why && (studies.size < MOST_NAMELESS || studies.has(study))) studies.set(study, why);
    else if (!why) studies.delete(study);
    if (studies.size > 0) this.#nameless.set(tree, studies);
    else this.#nameless.delete(tree);
  }

  #syncParts(given: Pick<SyncParts, 'tree' | 'caller' | 'folder' | 'repairs'>): SyncParts {
    const { archive, catalog, clock, extensions, searchPath } = this.#parts;
    const { name } = given.tree;
    let known: Promise<Engines> | undefined;
    const engines = (): Promise<Engines> => {
      known ??= findEngines(searchPath);
      return known;
    };
    const tellNames: SyncParts['tellNames'] = (study, why) => this.#tellNames(name, study, why);
    return { ...given, archive, engine: catalog.engine, clock, engines, extensions, tellNames };
  }

  async #filledFolder(tree: Tree): Promise<TreeFolder> {
    const state = await this.#parts.catalog.engine.read(() => readTreeState(tree.name));
    return await TreeFolder.open(tree, state?.folderMark ?? '');
  }

  async #listed(tree: Tree): Promise<ListedTree> {
    const { name, owner, folder, template, contents, form, isOn } = tree;
    const { engine } = this.#parts.catalog;
    const state = await engine.read(() => readTreeState(name));
    const { files, gone } = await engine.read(() => countFiles(name));
    const { count, first } = await engine.read(() => unconvertedOf(name, MOST_UNCONVERTED));
    const problem = this.#problemOf(name);
    return {
      ...{ name, owner: owner.name, folder, names: template, contents, form, isOn },
      ...{ files, leaving: gone, problem: problem ? problemOf(problem) : null },
      unconverted: {
        count,
        first: first.flatMap(({ studyInstanceUid, seriesInstanceUid, failure }) =>
          failure ? [{ studyInstanceUid, seriesInstanceUid, reason: failure }] : [],
        ),
      },
      state: this.#building.has(name)
        ? 'building'
        : this.#problems.has(name)
          ? 'stopped'
          : isLookedAt(tree, state?.definition)
            ? 'current'
            : 'new',
    };
  }

  #queueOf(name: string): InTurn {
    const queue = this.#queues.get(name) ?? newQueue();
    this.#queues.set(name, queue);
    return queue;
  }
}
