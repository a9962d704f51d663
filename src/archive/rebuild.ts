import { asIsocenterError, IsocenterError, inParallel } from '../base/index.ts';
import type { CommitEntry } from '../catalog/index.ts';
import { type Actor, type ItemFor, problemOf, type RebuildSummary, type Trouble } from '../contract/index.ts';
import { identityOfKey, isVariantKey } from '../store/index.ts';
import { applyRecord } from './apply-record.ts';
import { digestOfFileKey, entryOfKeptFile } from './file-note.ts';
import { noteMissing } from './losses.ts';
import { LostItems } from './lost-items.ts';
import { refillParameters } from './parameters.ts';
import type { ArchiveParts } from './parts.ts';
import { entryOfStoredFile, inOrderOfArrival } from './stored-file.ts';
import { takeInstance } from './strays.ts';

type Item = ItemFor<'rebuild'>;
type InstanceEntry = Extract<CommitEntry, { kind: 'instance' | 'conflict' }>;

const BATCH = 256;
const READ_AT_ONCE = 8;
const PROGRESS_MS = 200;
const TROUBLES_IN_SUMMARY = 1000;

/** The catalog's note that a rebuild began and has not ended. */
const REBUILD_MARK = 'rebuild';

/**
 * Makes the catalog again from the files and records alone. What the old one knows and no file is there for goes on
 * record first: after that nobody else would. Until it ends, queries find what was read so far. When it
 * is interrupted the catalog says so, and running it again gives the same result.
 */
export async function* rebuild(
  parts: ArchiveParts,
  actor: Actor,
  { parametersOnly }: { parametersOnly: boolean },
  signal: AbortSignal,
): AsyncGenerator<Item, RebuildSummary, void> {
  if (parametersOnly) return yield* refillParameters(parts, signal);
  const run = new Rebuild(parts, actor, signal);
  return yield* run.all();
}

/** Whether a rebuild was interrupted. */
export async function isRebuildUnfinished({ catalog }: Pick<ArchiveParts, 'catalog'>): Promise<boolean> {
  return (await catalog.appliedSequence(REBUILD_MARK)) !== 0;
}

class Rebuild {
  readonly #parts: ArchiveParts;
  readonly #actor: Actor;
  readonly #signal: AbortSignal;
  readonly #started = performance.now();
  readonly #troubles: Trouble[] = [];
  #told = 0;
  #instances = 0;
  #files = 0;
  #failed = 0;
  #records = 0;
  #lost = LostItems.none;
  /** By the place where they lay. */
  readonly #lostVariants = new Map<string, InstanceEntry>();
  /** Keys of instances whose file has the name of another. */
  readonly #strays: string[] = [];

  constructor(parts: ArchiveParts, actor: Actor, signal: AbortSignal) {
    this.#parts = parts;
    this.#actor = actor;
    this.#signal = signal;
  }

  async *all(): AsyncGenerator<Item, RebuildSummary, void> {
    const { catalog, store, committer } = this.#parts;
    await committer.idle();
    await store.settleNow();
    if (!(await isRebuildUnfinished(this.#parts))) await noteMissing(this.#parts, this.#actor, this.#signal);
    this.#lost = await LostItems.read(this.#parts.records, this.#actor);
    await catalog.clear();
    await catalog.setAppliedSequence(REBUILD_MARK, 1);
    yield* this.#takeInstances();
    yield* this.#takeFiles();
    yield* this.#applyRecords();
    await catalog.setAppliedSequence(REBUILD_MARK, 0);
    await catalog.flush();
    const { studies, series } = await catalog.statistics();
    return {
      instances: this.#instances,
      studies,
      series,
      files: this.#files,
      records: this.#records,
      lost: await catalog.countLosses(),
      failed: this.#failed,
      troubles: this.#troubles,
      seconds: (performance.now() - this.#started) / 1000,
    };
  }

  /** Variants stand beside the first content of their identity, which has to be known before them. */
  async *#takeInstances(): AsyncGenerator<Item, void, void> {
    const { store } = this.#parts;
    const variants: string[] = [];
    const lost = this.#lost.instances();
    yield* this.#commit(lost.filter(({ kind }) => kind === 'instance'));
    yield* this.#take('instance', this.#keys(variants));
    for (const entry of lost.filter(({ kind }) => kind === 'conflict'))
      this.#lostVariants.set(entry.content.location.key, entry);
    const keys = new Set([...variants, ...this.#lostVariants.keys()]);
    yield* this.#take('conflict', await inOrderOfArrival(store, [...keys], this.#lostVariants), 1);
    yield* this.#takeStrays();
  }

  async *#keys(variants: string[]): AsyncGenerator<string, void, void> {
    for await (const { key } of this.#parts.store.list('studies')) {
      if (!key.endsWith('.dcm')) continue;
      if (isVariantKey(key)) variants.push(key);
      else yield key;
    }
  }

  async *#take(
    kind: 'instance' | 'conflict',
    keys: Iterable<string> | AsyncIterable<string>,
    atOnce = READ_AT_ONCE,
  ): AsyncGenerator<Item, void, void> {
    let batch: InstanceEntry[] = [];
    const read = (key: string) => this.#read(kind, key);
    for await (const result of inParallel(keys, atOnce, read)) {
      this.#signal.throwIfAborted();
      if (!result) continue;
      if ('reason' in result) yield this.#trouble(result);
      else batch.push(result);
      if (batch.length < BATCH) continue;
      yield* this.#commit(batch);
      batch = [];
    }
    yield* this.#commit(batch);
  }

  /** Undefined when the item is made from something else than this file. */
  async #read(kind: 'instance' | 'conflict', key: string): Promise<InstanceEntry | Trouble | undefined> {
    const lost = this.#lostVariants.get(key);
    if (lost) return lost;
    try {
      const entry = await entryOfStoredFile(this.#parts.store, key, this.#actor);
      if (this.#lost.has({ ...entry.record, sha256: entry.content.sha256 })) return undefined;
      if (kind === 'conflict' || isNamedByContent(entry, key)) return { ...entry, kind };
      this.#strays.push(key);
      return undefined;
    } catch (error) {
      return { what: key, reason: problemOf(error) };
    }
  }

  /** As `verify` takes them in: what lies where it belongs comes first. */
  async *#takeStrays(): AsyncGenerator<Item, void, void> {
    for (const key of this.#strays) {
      this.#signal.throwIfAborted();
      try {
        const taken = await takeInstance(this.#parts, this.#actor, key);
        if (taken === 'taken in') this.#instances++;
        else if (taken === 'none') throw new IsocenterError('archive/damaged');
      } catch (error) {
        yield this.#trouble(troubleOf(key, error));
      }
    }
  }

  async *#takeFiles(): AsyncGenerator<Item, void, void> {
    const { catalog, store } = this.#parts;
    for await (const { key } of store.list('files')) {
      this.#signal.throwIfAborted();
      const sha256 = digestOfFileKey(key);
      if (!sha256 || this.#lost.has({ sha256 })) continue;
      try {
        await catalog.commit([await entryOfKeptFile(store, key, this.#actor.name)]);
        this.#files++;
      } catch (error) {
        yield this.#trouble(troubleOf(key, error));
      }
    }
    const lost = this.#lost.files();
    await catalog.commit(lost);
    this.#files += lost.length;
  }

  async *#commit(batch: readonly InstanceEntry[]): AsyncGenerator<Item, void, void> {
    if (batch.length === 0) return;
    const results = await this.#parts.catalog.commit(batch);
    // Other content has the place: also where no name says so.
    const others = batch.filter(({ content }, index) => {
      const result = results[index]!;
      return result.status === 'exists' && result.sha256 !== content.sha256;
    });
    if (others.length > 0)
      await this.#parts.catalog.commit(others.map((entry) => ({ ...entry, kind: 'conflict' })));
    this.#instances += batch.length;
    if (performance.now() - this.#told < PROGRESS_MS) return;
    this.#told = performance.now();
    yield { kind: 'progress', done: this.#instances };
  }

  async *#applyRecords(): AsyncGenerator<Item, void, void> {
    const damaged: Trouble[] = [];
    const { records } = this.#parts;
    for await (const written of records.all((error) =>
      damaged.push({ what: 'records', reason: problemOf(error) }),
    )) {
      this.#signal.throwIfAborted();
      await applyRecord({ ...this.#parts, lostItems: this.#lost }, written.record);
      this.#records++;
    }
    for (const trouble of damaged) yield this.#trouble(trouble);
    await records.checkpoint();
  }

  #trouble(trouble: Trouble): Item {
    this.#failed++;
    if (this.#troubles.length < TROUBLES_IN_SUMMARY) this.#troubles.push(trouble);
    return { kind: 'trouble', ...trouble };
  }
}

/** Whether a file has the name that we would give it. */
function isNamedByContent({ record }: InstanceEntry, key: string): boolean {
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = identityOfKey(key);
  return (
    record.sopInstanceUid === sopInstanceUid &&
    record.seriesInstanceUid === seriesInstanceUid &&
    record.studyInstanceUid === studyInstanceUid
  );
}

/** What is wrong with one file. Throws what would meet every other one too. */
function troubleOf(key: string, error: unknown): Trouble {
  if (!/^(archive|store|dicom|ingest)\//.test(asIsocenterError(error).code)) throw error;
  return { what: key, reason: problemOf(error) };
}
