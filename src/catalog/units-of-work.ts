/**
 * How the catalog is read and written: in units of work, each one transaction, with what is remembered between them, and with
 * those who wait for events.
 */
import type { Clock } from '../base/index.ts';
import type { Who } from './change.ts';
import type { Engine, Work } from './engine/engine.ts';
import { type CommitContext, commitBatch } from './ingest/commit.ts';
import type { CommitEntry, CommitResult } from './ingest/entries.ts';
import { KnownRows } from './ingest/known-rows.ts';
import { type FileVersion, lookUpFiles, lookUpVersions, type Versions } from './ingest/lookup.ts';
import type { ParameterDefinition } from './parameters.ts';
import type { InstanceIdentity, InstanceRecord } from './record/instance-record.ts';

export const usesMemory = { usesMemory: true } as const;

function* commitAndSave(context: CommitContext, entries: readonly CommitEntry[]): Work<CommitResult[]> {
  const results = yield* commitBatch(context, entries);
  yield* context.known.save();
  return results;
}

/** Runs a unit that may change any row: nothing that was remembered stays. */
function* withoutMemory<T>(known: KnownRows, work: (known: KnownRows) => Work<T>): Work<T> {
  known.clear();
  try {
    return yield* work(known);
  } finally {
    known.clear();
  }
}

export class UnitsOfWork {
  /** For the functions of this folder, and for folders that keep tables of their own in this database (jobs/). */
  readonly engine: Engine;
  readonly parameters: readonly ParameterDefinition[];
  readonly clock: Clock;
  readonly #known = new KnownRows();
  readonly #waiting = new Set<() => void>();

  constructor(engine: Engine, clock: Clock, parameters: readonly ParameterDefinition[]) {
    this.engine = engine;
    this.clock = clock;
    this.parameters = parameters;
    engine.attach(this.#known);
  }

  /** Whether `commit` is durable when it returns, so that `flush` has nothing to do. */
  get supportsDurableCommit(): boolean {
    return this.engine.supportsDurableCommit;
  }

  /** What is there under each identity, in the order asked for. */
  async lookup(identities: readonly InstanceIdentity[]): Promise<Versions[]> {
    const known = this.readable();
    known.makeRoom();
    return await this.engine.read(() => lookUpVersions(known, identities), usesMemory);
  }

  /**
   * Does what `lookup` and `commit` of this instance will need, as far as it can be done before: while the file is on its
   * way to the disk the processor is free. Never throws: they meet the same error, and tell it.
   */
  lookAhead(record: InstanceRecord): void {
    if (!this.engine.supportsRowCache) return;
    this.lookup([record])
      .then(() => record.values('instance'))
      .catch(() => undefined);
  }

  /**
   * The same after every writer that came before, one whose connection was lost included: what a transaction may still
   * be about to commit.
   */
  async lookupAfterWriters(identities: readonly InstanceIdentity[]): Promise<Versions[]> {
    return await this.engine.write(() => lookUpVersions(new KnownRows(), identities));
  }

  /** File items by digest (SHA-256 in hexadecimal). */
  async lookupFiles(digests: readonly string[]): Promise<Map<string, FileVersion>> {
    return await this.engine.read(() => lookUpFiles(digests));
  }

  /** Writes rows, counts and events of a batch in one transaction: all of it, or nothing when it throws. */
  async commit(entries: readonly CommitEntry[]): Promise<CommitResult[]> {
    const known = this.readable();
    const context = { known, parameters: this.parameters, at: this.clock.now().toISOString() };
    const work = this.engine.supportsRowCache ? commitBatch : commitAndSave;
    const results = await this.engine.write(() => work(context, entries), usesMemory);
    this.#notify();
    return results;
  }

  /**
   * Runs a unit of another kind in one transaction.
   * It may change any row, so nothing that was remembered stays.
   */
  async change<T>(work: (known: KnownRows) => Work<T>): Promise<T> {
    const known = this.readable();
    try {
      return await this.engine.write(() => withoutMemory(known, work));
    } finally {
      this.#notify();
    }
  }

  /**
   * Resolves when this process may have appended an event, or after `milliseconds` (other processes on PostgreSQL are
   * found that way). Ask for events first, then wait.
   */
  async waitForEvents(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      timer.unref();
      this.#waiting.add(done);
    });
  }

  /** Resolves when everything committed before the call is on the disk. Rejects when the disk failed. */
  async flush(): Promise<void> {
    await this.engine.flush();
  }

  /** Reads all of the database. Throws `catalog/damaged` when it contradicts itself. */
  async check(): Promise<void> {
    await this.engine.check();
  }

  async close(): Promise<void> {
    this.#notify();
    await this.engine.close();
  }

  /** What is remembered. On an engine with other writers every unit looks for itself. */
  protected readable(): KnownRows {
    return this.engine.supportsRowCache ? this.#known : new KnownRows();
  }

  /** Whoever changes what nobody decided. */
  protected itself(): Who {
    return { actor: 'isocenter', at: this.clock.now().toISOString() };
  }

  #notify(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}
