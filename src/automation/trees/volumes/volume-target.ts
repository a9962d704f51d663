import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asIsocenterError, IsocenterError } from '../../../base/index.ts';
import type { Conversion, ConversionTarget, ConversionTerms } from '../../../convert/index.ts';
import { errnoOf } from '../../../disks/index.ts';
import type { StoredSeries } from '../../../volumes/index.ts';
import { sweep } from '../sweep.ts';
import type { SyncParts } from '../sync-study.ts';
import { AT_ONCE, addFiles, setGone, type TreeFile } from '../tree-file.ts';
import { KnownVolumes } from './known-volumes.ts';
import { placeVolume } from './place-volume.ts';
import { forgetVolume, writeVolume } from './tree-volume.ts';
import type { WantedVolume } from './wanted-volumes.ts';

/** A series on its way into a tree. */
export interface SeriesOfTree extends StoredSeries {
  readonly volume: WantedVolume;
}

/** Does something to the folder of a tree while nobody else does; undefined when the tree is another one meanwhile. */
export type Placing = <Result>(work: (parts: SyncParts) => Promise<Result>) => Promise<Result | undefined>;

/** The folder of a tree. */
export class VolumeTarget implements ConversionTarget<SeriesOfTree>, AsyncDisposable {
  readonly made: TreeFile[] = [];
  /** Files that were there already. */
  kept = 0;
  /** Files of what was converted anew. */
  replaced = 0;
  /** Why nothing more can be put there. */
  end: IsocenterError | undefined;
  readonly #parts: SyncParts;
  readonly #placing: Placing;
  #scratch: Promise<string> | undefined;

  constructor(parts: SyncParts, placing: Placing) {
    this.#parts = parts;
    this.#placing = placing;
  }

  async current(terms: ConversionTerms, { volume }: SeriesOfTree): Promise<string[] | undefined> {
    const known = await KnownVolumes.of(this.#parts, volume.studyInstanceUid);
    if (!(await known.isCurrent(volume, engineOf(terms)))) return undefined;
    const files = known.filesOf(volume.seriesInstanceUid);
    this.kept += files.length;
    return files.map(({ path }) => path);
  }

  scratch(): Promise<string> {
    this.#scratch ??= mkdtemp(join(tmpdir(), 'isocenter-tree-'));
    return this.#scratch;
  }

  async put(
    conversion: Conversion,
    terms: ConversionTerms,
    _name: readonly string[],
    { volume }: SeriesOfTree,
  ): Promise<string[]> {
    try {
      const files = await this.#placing((parts) => this.#replace(parts, volume, conversion, terms));
      this.made.push(...(files ?? []));
      return (files ?? []).map(({ path }) => path);
    } catch (error) {
      this.end = cannotWrite(error);
      // Whatever it is, it would meet every other series too.
      throw new IsocenterError('cancelled', {}, error);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#scratch) await rm(await this.#scratch, { recursive: true, force: true });
  }

  /** Files of an earlier conversion go first: the names are theirs. Cut off in between, the series is converted again. */
  async #replace(
    parts: SyncParts,
    volume: WantedVolume,
    conversion: Conversion,
    terms: ConversionTerms,
  ): Promise<TreeFile[]> {
    const { engine, tree } = parts;
    const { seriesInstanceUid, studyInstanceUid, source } = volume;
    const earlier = (await KnownVolumes.of(parts, studyInstanceUid)).filesOf(seriesInstanceUid);
    if (earlier.length > 0) {
      await engine.write(function* () {
        yield* forgetVolume(tree.name, seriesInstanceUid);
        yield* setGone(
          tree.name,
          earlier.map(({ path }) => path),
          AT_ONCE,
        );
      });
      await sweep(parts, AT_ONCE);
    }
    this.replaced += earlier.length;
    const files = await placeVolume(parts, volume, conversion);
    await engine.write(function* () {
      yield* addFiles(tree.name, files);
      yield* writeVolume(tree.name, {
        ...{ seriesInstanceUid, studyInstanceUid, source, engine: engineOf(terms) },
        ...{ files: files.length, failure: null },
      });
    });
    return files;
  }
}

/** `built-in v1.0.20250505` */
const engineOf = ({ engine: { kind, version } }: Pick<ConversionTerms, 'engine'>): string =>
  `${kind} ${version}`;

function cannotWrite(error: unknown): IsocenterError {
  if (error instanceof IsocenterError) return error;
  const reason = errnoOf(error);
  return reason === '' ? asIsocenterError(error) : new IsocenterError('tree/cannot-write', { reason }, error);
}
