import type BetterSqlite3 from 'better-sqlite3';
import type { UnitOptions } from './engine.ts';
import type { StatementCache } from './statement-cache.ts';

type Connection = InstanceType<typeof BetterSqlite3>;

/**
 * Units after which the transaction is committed without being asked, and the longest it stays open (milliseconds). Most of
 * what a commit costs is saved by then; each unit holds on to the buffers its instances came in (0.84 to 0.76 ms CPU an
 * instance and 50 MB less than with 256 units).
 */
const MAXIMUM_UNITS = 32;
const MAXIMUM_AGE = 30;

/** See RowMemory. */
interface Memory {
  readonly hasUnsaved: boolean;
  save(): void;
  forget(): void;
}

const noMemory: Memory = { hasUnsaved: false, save() {}, forget() {} };

/**
 * One SQLite transaction that stays open over many units of work. Every page that a unit touches is written to the
 * log once for all of them, instead of once for each: a commit for every instance costs more than all the rest of its
 * ingest. Queries use the same connection and see every unit at once; what a crash takes is ingested again from
 * `incoming/` (decision 0004).
 *
 * A transaction that is lost (SQLite rolls back when a commit fails, on a full disk) takes what was remembered of it
 * along. Its units are then run again, so that what was acknowledged stays visible; the next commit tries to write them
 * once more.
 */
export class OpenTransaction {
  readonly #connection: Connection;
  readonly #statements: StatementCache;
  readonly #committed: () => void;
  #memory = noMemory;
  readonly #save = (): void => this.#memory.save();
  #units: (() => unknown)[] = [];
  #timer: NodeJS.Timeout | undefined;
  #failed = false;
  /** The units are in no transaction. */
  #isLost = false;

  constructor(connection: Connection, statements: StatementCache, committed: () => void) {
    this.#connection = connection;
    this.#statements = statements;
    this.#committed = committed;
  }

  attach(memory: Memory): void {
    this.#memory = memory;
  }

  /** Runs a unit: all of it, or nothing when it throws. Throws what the last commit failed with, while it still fails. */
  run<T>(unit: () => T, { usesMemory = false }: UnitOptions = {}): T {
    if (this.#failed || this.#isLost) this.commit();
    if (!usesMemory) this.save();
    const result = usesMemory ? this.#runWhole(unit) : this.#runUndoable(unit);
    this.#units.push(unit);
    if (this.#units.length >= MAXIMUM_UNITS) this.#commitQuietly();
    else this.#timer ??= setTimeout(() => this.#commitQuietly(), MAXIMUM_AGE).unref();
    return result;
  }

  /** Writes what the memory holds. */
  save(): void {
    if (!this.#memory.hasUnsaved) return;
    this.#runWhole(this.#save);
    this.#units.push(this.#save);
  }

  /** Writes everything to the log. Without a sync: see WriteAheadLog. */
  commit(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      this.#restore();
      if (!this.#connection.inTransaction) return;
      this.save();
      this.#execute('COMMIT');
    } catch (error) {
      this.#failed = true;
      this.#restoreIfLost();
      throw error;
    }
    this.#failed = false;
    this.#units = [];
    this.#committed();
  }

  #commitQuietly(): void {
    try {
      this.commit();
    } catch {
      // Whoever writes or flushes next is told.
    }
  }

  /**
   * Without a savepoint, which costs a copy of every page that the unit changes. Units that use the memory change it as
   * they go: one that fails takes the transaction with it.
   */
  #runWhole<T>(unit: () => T): T {
    this.#begin();
    try {
      return unit();
    } catch (error) {
      if (this.#connection.inTransaction) this.#execute('ROLLBACK');
      this.#restoreIfLost();
      throw error;
    }
  }

  #runUndoable<T>(unit: () => T): T {
    this.#begin();
    this.#execute('SAVEPOINT unit');
    try {
      const result = unit();
      this.#execute('RELEASE unit');
      return result;
    } catch (error) {
      this.#undo();
      throw error;
    }
  }

  /** SQLite itself rolls everything back after some failures: then the units before this one have to be run again. */
  #undo(): void {
    if (this.#connection.inTransaction) {
      this.#execute('ROLLBACK TO unit');
      this.#execute('RELEASE unit');
    } else this.#restoreIfLost();
  }

  #begin(): void {
    if (!this.#connection.inTransaction) this.#execute('BEGIN IMMEDIATE');
  }

  #execute(sql: string): void {
    this.#statements.objects(sql).run([]);
  }

  #restoreIfLost(): void {
    if (this.#connection.inTransaction) return;
    this.#memory.forget();
    this.#isLost = true;
    try {
      this.#restore();
    } catch {
      // The next unit or commit tries again, and is told when that fails.
    }
  }

  /** Runs the units of a lost transaction again: all of them, or none when it throws. */
  #restore(): void {
    if (!this.#isLost) return;
    try {
      if (this.#units.length > 0) this.#begin();
      for (const unit of this.#units) unit();
    } catch (error) {
      if (this.#connection.inTransaction) this.#execute('ROLLBACK');
      this.#memory.forget();
      throw error;
    }
    this.#isLost = false;
  }
}
