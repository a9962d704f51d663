import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Archive, StoredInstance } from '../../archive/index.ts';
import { asIsocenterError, type Clock, IsocenterError, inParallel } from '../../base/index.ts';
import type { Catalog } from '../../catalog/index.ts';
import { type Caller, problemOf, type Trouble } from '../../contract/index.ts';
import type { Engines } from '../../convert/index.ts';
import { errnoOf } from '../../disks/index.ts';
import { markOf } from '../file-mark.ts';
import type { NameExtensions } from './ask-names.ts';
import { type Comparison, compareStudy } from './compare-study.ts';
import { choosePlace, makeAgain, makeFile, type Place, type PlaceParts } from './place-wanted.ts';
import { sweep } from './sweep.ts';
import type { Tree } from './tree.ts';
import { AT_ONCE, addFiles, fileAt, filesOfStudy, setGone, setMark, type TreeFile } from './tree-file.ts';
import type { TreeFolder } from './tree-folder.ts';
import { isOfVolume } from './volumes/known-volumes.ts';
import { syncVolumes } from './volumes/sync-volumes.ts';
import { type WantedVolume, wantedVolumes } from './volumes/wanted-volumes.ts';
import { wantedFiles } from './wanted-files.ts';

export interface SyncParts {
  readonly archive: Archive;
  readonly engine: Catalog['engine'];
  readonly clock: Clock;
  readonly tree: Tree;
  /** The owner of the tree, as they are allowed now. */
  readonly caller: Caller;
  readonly folder: TreeFolder;
  /** Whether files that are known are looked for on the disk, and made again where they are missing. */
  readonly repairs: boolean;
  /** The programs that convert series. */
  readonly engines: () => Promise<Engines>;
  /** Asked for parts of names. */
  readonly extensions: NameExtensions;
  /** Told why files of a study have no name yet; undefined when all have one. */
  readonly tellNames: (study: string, why: IsocenterError | undefined) => void;
}

/** What was done for one study. */
export interface SyncResult {
  readonly kept: number;
  readonly made: number;
  /** Files whose time runs since now. */
  readonly gone: number;
  /** Of the files made. */
  readonly bytes: number;
  readonly troubles: readonly Trouble[];
  /** Some of its files have no name yet. */
  readonly waitsForNames: boolean;
  /** Series whose volumes are not there as they should be: those are made by convert-volumes.ts. */
  readonly outdated: readonly WantedVolume[];
}

/** Files made at once. A NAS that does not answer holds as many threads, which the archive needs for its own disk. */
const CONCURRENCY = 4;
/** Links are made at once, without waiting: after so many, others have their turn. */
const SLICE = 64;
/** With these the next file would fail, too. */
const ENDS_IT = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO', 'ENODEV', 'ESTALE', 'EACCES']);

/**
 * Makes what a tree has of one study what it should have: files that are missing are made, those that are there for
 * nothing any more begin their time of grace, those with another name get it. Doing it twice is doing it once. A file
 * whose record was lost is found by its content. Series are not converted yet: they are named. Throws `tree/cannot-write` when no
 * file could be made, `tree/folder-gone`.
 */
export async function syncStudy(parts: SyncParts, studyInstanceUid: string): Promise<SyncResult> {
  const { archive, engine, tree, caller, clock } = parts;
  const wanted = await wantedFiles(parts, tree, caller, studyInstanceUid);
  const nameless = wanted.find(({ failure }) => failure?.code === 'tree/no-name');
  parts.tellNames(studyInstanceUid, nameless?.failure);
  const known = await engine.read(() => filesOfStudy(tree.name, studyInstanceUid));
  const hasImages = tree.contents !== 'nifti';
  const study = compareStudy(
    hasImages ? wanted : [],
    known.filter((file) => !isOfVolume(file)),
  );
  const placing: PlaceParts = {
    ...{ archive, tree, caller, folder: parts.folder },
    isKnown: async (path) => (await engine.read(() => fileAt(tree.name, path))) !== undefined,
  };
  await giveNamesBack(parts, study.replaced);
  const making = new Making(placing);
  for (const { instance, failure } of study.unreadable) making.tell(instance, failure);
  if (parts.repairs) await making.repair(study.kept);
  await making.makeAll(study.missing);
  const { made, again, troubles } = making;
  // Also when the disk is full by now: nothing lies there that nobody knows of.
  await engine.write(function* () {
    yield* addFiles(tree.name, made);
    for (const { path, mark } of making.changed) yield* setMark(tree.name, path, mark);
    yield* setGone(tree.name, study.back, null);
    yield* setGone(tree.name, study.over, clock.now().toISOString());
  });
  if (making.end) throw making.end;
  // Where its disk went, that is the one trouble.
  if (troubles.length > 0) await parts.folder.requireSame();
  const hasVolumes = tree.contents !== 'dicom';
  const volumes = await syncVolumes(parts, studyInstanceUid, wantedVolumes(tree, hasVolumes ? wanted : []));
  return {
    kept: study.kept.length - again.length + volumes.kept,
    made: made.length + again.length,
    gone: study.over.length + study.replaced.length + volumes.gone,
    bytes: [...made, ...again].reduce((sum, { size }) => sum + size, 0),
    troubles,
    waitsForNames: nameless !== undefined,
    outdated: volumes.outdated,
  };
}

/** Files with another name or content now: what comes in their place may want the name that they have. */
async function giveNamesBack(parts: SyncParts, paths: readonly string[]): Promise<void> {
  if (paths.length === 0) return;
  await parts.engine.write(() => setGone(parts.tree.name, paths, AT_ONCE));
  await sweep(parts, AT_ONCE);
}

/** Files of one study on their way. */
class Making {
  readonly made: TreeFile[] = [];
  readonly again: TreeFile[] = [];
  /** Of those made again: what looks otherwise than before. */
  readonly changed: Pick<TreeFile, 'path' | 'mark'>[] = [];
  readonly troubles: Trouble[] = [];
  /** Why no more files are made. */
  end: IsocenterError | undefined;
  readonly #parts: PlaceParts;

  constructor(parts: PlaceParts) {
    this.#parts = parts;
  }

  tell({ sopInstanceUid }: StoredInstance, failure: IsocenterError): void {
    this.troubles.push({ what: sopInstanceUid, reason: problemOf(failure) });
  }

  async makeAll(missing: Comparison['missing']): Promise<void> {
    const work = inParallel(this.#places(missing), CONCURRENCY, (place) =>
      this.#try(place.instance, async () => {
        this.made.push(await makeFile(this.#parts, place));
      }),
    );
    let begun = 0;
    for await (const _ of work) if (++begun % SLICE === 0) await nextTurn();
  }

  async repair(kept: Comparison['kept']): Promise<void> {
    const work = inParallel(kept, CONCURRENCY, ({ instance, file }) =>
      this.#try(instance, async () => {
        if ((await markOf(join(this.#parts.folder.path, file.path))) !== undefined) return;
        const mark = await makeAgain(this.#parts, instance, file.path);
        if (mark === undefined) return;
        this.again.push(file);
        if (mark !== file.mark) this.changed.push({ path: file.path, mark });
      }),
    );
    for await (const _ of work);
  }

  /** One after the other: who gets which number does not depend on luck. */
  async *#places(missing: Comparison['missing']): AsyncGenerator<Place> {
    for (const { instance, path } of missing) {
      let place: Place | undefined;
      await this.#try(instance, async () => {
        place = await choosePlace(this.#parts, instance, path);
      });
      if (place) yield place;
    }
  }

  async #try(instance: StoredInstance, work: () => Promise<void>): Promise<void> {
    if (this.end) return;
    try {
      await work();
    } catch (error) {
      const code = errnoOf(error);
      if (ENDS_IT.has(code)) this.end = new IsocenterError('tree/cannot-write', { reason: code }, error);
      else this.tell(instance, asIsocenterError(error));
    }
  }
}
