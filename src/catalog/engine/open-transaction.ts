import type BetterSqlite3 from 'better-sqlite3';
import type { StatementCache } from './statement-cache.ts';

type Connection = InstanceType<typeof BetterSqlite3>;

/**
 * Units after which the transaction is committed without being asked, and the longest it stays open (milliseconds). Most of
 * what a commit costs is saved by then; each unit holds on to the buffers its instances came in (0.84 to 0.76 ms CPU an
 * instance and 50 MB less than with 256 units).
 */
const MAXIMUM_UNITS = 32;
const MAXIMUM_AGE = 30;

/**
 * One SQLite transaction that stays open over many units of work. Every page that a unit touches is written to the
 * log once for all of them, instead of once for each: a commit for every instance costs more than all the rest of its
 * ingest. Queries use the same connection and see every unit at once; what a crash takes is ingested again from
 * `incoming/` (decision 0004).
 *
 * SQLite rolls back when a commit fails (a full disk). The units are then run again, so that what was acknowledged
 * stays visible; the next commit tries to write them once more.
 */
export class OpenTransaction {
  readonly #connection: Connection;
  readonly #statements: StatementCache;
  readonly #committed: () => void;
  /** What has to be forgotten before units are run again. */
  readonly #beforeAgain: () => void;
  #units: (() => unknown)[] = [];
  #timer: NodeJS.Timeout | undefined;
  #failed = false;

  constructor(
    connection: Connection,
    statements: StatementCache,
    hooks: { readonly committed: () => void; readonly beforeAgain: () => void },
  ) {
    this.#connection = connection;
    this.#statements = statements;
    this.#committed = hooks.committed;
    this.#beforeAgain = hooks.beforeAgain;
  }

  /** Runs a unit: all of it, or nothing when it throws. Throws what the last commit failed with, while it still fails. */
  run<T>(unit: () => T): T {
    if (this.#failed) this.commit();
    const result = this.#runOne(unit);
    this.#units.push(unit);
    if (this.#units.length >= MAXIMUM_UNITS) this.#commitQuietly();
    else this.#timer ??= setTimeout(() => this.#commitQuietly(), MAXIMUM_AGE).unref();
    return result;
  }

  /** Writes everything to the log. Without a sync: see WriteAheadLog. */
  commit(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#connection.inTransaction) return;
    try {
      this.#statements.objects('COMMIT').run([]);
    } catch (error) {
      this.#failed = true;
      this.#runAgain();
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

  #runOne<T>(unit: () => T): T {
    if (!this.#connection.inTransaction) this.#execute('BEGIN IMMEDIATE');
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
    } else this.#runAgain();
  }

  #execute(sql: string): void {
    this.#statements.objects(sql).run([]);
  }

  #runAgain(): void {
    if (this.#connection.inTransaction) return;
    this.#beforeAgain();
    for (const unit of this.#units) this.#runOne(unit);
  }
}
