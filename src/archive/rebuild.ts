import { asIsocenterError, inParallel } from '../base/index.ts';
import type { CommitEntry } from '../catalog/index.ts';
import type { Actor, ItemFor, RebuildSummary, Trouble } from '../contract/index.ts';
import { isVariantKey } from '../store/index.ts';
import { applyRecord } from './apply-record.ts';
import { digestOfFileKey, entryOfKeptFile } from './file-note.ts';
import { refillParameters } from './parameters.ts';
import type { ArchiveParts } from './parts.ts';
import { entryOfStoredFile, inOrderOfArrival } from './stored-file.ts';

type Item = ItemFor<'rebuild'>;

const BATCH = 256;
const READ_AT_ONCE = 8;
const PROGRESS_MS = 200;
const TROUBLES_IN_SUMMARY = 1000;

/** The catalog's note that a rebuild began and has not ended. */
const REBUILD_MARK = 'rebuild';

/**
 * Makes the catalog again from the files and records alone. Until it ends, queries find what was read so far. When it
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

  constructor(parts: ArchiveParts, actor: Actor, signal: AbortSignal) {
    this.#parts = parts;
    this.#actor = actor;
    this.#signal = signal;
  }

  async *all(): AsyncGenerator<Item, RebuildSummary, void> {
    const { catalog, store, committer } = this.#parts;
    await committer.idle();
    await store.settleNow();
    await catalog.clear();
    await catalog.setAppliedSequence(REBUILD_MARK, 1);
    // Variants stand beside the first content of their identity, which has to be known before them.
    const variants: string[] = [];
    yield* this.#take('instance', this.#keys(variants));
    yield* this.#take('conflict', await inOrderOfArrival(this.#parts.store, variants), 1);
    yield* this.#takeFiles();
    yield* this.#applyRecords();
    await catalog.setAppliedSequence(REBUILD_MARK, 0);
    await catalog.flush();
    const { studies } = await catalog.statistics();
    return {
      instances: this.#instances,
      studies,
      files: this.#files,
      records: this.#records,
      failed: this.#failed,
      troubles: this.#troubles,
      seconds: (performance.now() - this.#started) / 1000,
    };
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
    let batch: CommitEntry[] = [];
    const read = (key: string) => this.#read(kind, key);
    for await (const result of inParallel(keys, atOnce, read)) {
      this.#signal.throwIfAborted();
      if ('reason' in result) yield this.#trouble(result);
      else batch.push(result);
      if (batch.length < BATCH) continue;
      yield* this.#commit(batch);
      batch = [];
    }
    yield* this.#commit(batch);
  }

  async #read(kind: 'instance' | 'conflict', key: string): Promise<CommitEntry | Trouble> {
    try {
      return { ...(await entryOfStoredFile(this.#parts.store, key, this.#actor)), kind };
    } catch (error) {
      return { what: key, reason: asIsocenterError(error).message };
    }
  }

  async *#takeFiles(): AsyncGenerator<Item, void, void> {
    const { catalog, store } = this.#parts;
    for await (const { key } of store.list('files')) {
      this.#signal.throwIfAborted();
      if (!digestOfFileKey(key)) continue;
      try {
        await catalog.commit([await entryOfKeptFile(store, key, this.#actor.name)]);
        this.#files++;
      } catch (error) {
        if (!/^(archive|store)\//.test(asIsocenterError(error).code)) throw error;
        yield this.#trouble({ what: key, reason: asIsocenterError(error).message });
      }
    }
  }

  async *#commit(batch: readonly CommitEntry[]): AsyncGenerator<Item, void, void> {
    if (batch.length === 0) return;
    await this.#parts.catalog.commit(batch);
    this.#instances += batch.length;
    if (performance.now() - this.#told < PROGRESS_MS) return;
    this.#told = performance.now();
    yield { kind: 'progress', done: this.#instances };
  }

  async *#applyRecords(): AsyncGenerator<Item, void, void> {
    const damaged: Trouble[] = [];
    const { records } = this.#parts;
    for await (const written of records.all((error) =>
      damaged.push({ what: 'records', reason: error.message }),
    )) {
      this.#signal.throwIfAborted();
      await applyRecord(this.#parts, written.record);
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
