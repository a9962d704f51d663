import { type Clock, IsocenterError, systemClock } from '../base/index.ts';
import type { Scope } from '../contract/index.ts';
import type { Engine, Row, Work } from './engine/engine.ts';
import { openPostgres } from './engine/postgres.ts';
import { openSqlite } from './engine/sqlite.ts';
import { type CatalogEvent, lastEventSeq, readEvents } from './events.ts';
import { commitBatch } from './ingest/commit.ts';
import type { CommitEntry, CommitResult } from './ingest/entries.ts';
import { KnownRows } from './ingest/known-rows.ts';
import { lookUpFiles, lookUpVersions, type Versions } from './ingest/lookup.ts';
import { defaultParameters, type ParameterDefinition, problemOfDefinition } from './parameters.ts';
import { type AnswerColumn, answerColumns } from './query/answer.ts';
import { find } from './query/find.ts';
import type { Query } from './query/query.ts';
import type { InstanceIdentity } from './record/instance-record.ts';
import { migrate } from './schema/migrate.ts';

export interface CatalogOptions {
  /** `sqlite:PATH` or `postgres://user:password@host:port/name`. */
  readonly database: string;
  readonly clock?: Clock;
  /** Series parameters to keep on top of `defaultParameters`. */
  readonly parameters?: readonly ParameterDefinition[];
}

/**
 * Opens the catalog and brings its schema up to date.
 * @throws IsocenterError `catalog/schema` (made by a newer program), `catalog/unavailable` (damaged, not reachable),
 *   `config/invalid` (a parameter definition that cannot be).
 */
export async function openCatalog(options: CatalogOptions): Promise<Catalog> {
  const parameters = [...defaultParameters, ...(options.parameters ?? [])];
  const problems = parameters.map(problemOfDefinition).filter((problem) => problem !== undefined);
  if (problems.length > 0) throw new IsocenterError('config/invalid', { problems: problems.join('\n') });
  const engine = openEngine(options.database);
  try {
    await migrate(engine);
  } catch (error) {
    await engine.close();
    throw error;
  }
  return new Catalog(engine, options.clock ?? systemClock, parameters);
}

function openEngine(database: string): Engine {
  if (database.startsWith('sqlite:')) return openSqlite(database.slice('sqlite:'.length));
  if (/^postgres(ql)?:\/\//.test(database)) return openPostgres(database);
  throw new IsocenterError('config/invalid', {
    problems: 'database: neither sqlite:PATH nor postgres://...',
  });
}

/** Where everything that is kept can be found. A cache: `isocenter rebuild` makes it anew from the stored files. */
export class Catalog {
  /** For the functions of this folder; other folders use what index.ts exports. */
  readonly engine: Engine;
  readonly parameters: readonly ParameterDefinition[];
  readonly clock: Clock;
  #known = new KnownRows();
  readonly #waiting = new Set<() => void>();

  constructor(engine: Engine, clock: Clock, parameters: readonly ParameterDefinition[]) {
    this.engine = engine;
    this.clock = clock;
    this.parameters = parameters;
  }

  /** Whether `commit` is durable when it returns, so that `flush` has nothing to do. */
  get supportsDurableCommit(): boolean {
    return this.engine.supportsDurableCommit;
  }

  /** What is there under each identity, in the order asked for. */
  async lookup(identities: readonly InstanceIdentity[]): Promise<Versions[]> {
    // Not with the remembered rows: what is loaded here is not part of a transaction.
    return await this.engine.read(() => lookUpVersions(this.#readable(), identities));
  }

  /** Ids of file items by digest (SHA-256 in hexadecimal). */
  async lookupFiles(digests: readonly string[]): Promise<Map<string, number>> {
    return await this.engine.read(() => lookUpFiles(digests));
  }

  /** Writes rows, counts and events of a batch in one transaction: all of it, or nothing when it throws. */
  async commit(entries: readonly CommitEntry[]): Promise<CommitResult[]> {
    const known = this.#readable();
    const context = { known, parameters: this.parameters, at: this.clock.now().toISOString() };
    try {
      const results = await this.engine.write(() => commitBatch(context, entries));
      known.makeRoom();
      this.#notify();
      return results;
    } catch (error) {
      known.clear();
      throw error;
    }
  }

  /**
   * Runs a unit of another kind in one transaction.
   * It may change any row, so nothing that was remembered stays.
   */
  async change<T>(work: (known: KnownRows) => Work<T>): Promise<T> {
    try {
      return await this.engine.write(() => {
        this.#known.clear();
        return work(this.#readable());
      });
    } finally {
      this.#known.clear();
      this.#notify();
    }
  }

  /** Answers in pages; each row has the values of `query.attributes`. See query/find.ts. */
  find(scope: Scope, query: Query): AsyncIterable<Row[]> {
    return find(this.engine, scope, query);
  }

  /** What the columns of the rows of `find` hold. */
  answerColumns(query: Query): AnswerColumn[] {
    return answerColumns(this.engine, query);
  }

  /** Resolves when everything committed before the call is on the disk. Rejects when the disk failed. */
  async flush(): Promise<void> {
    await this.engine.flush();
  }

  /** Events after a cursor, oldest first. */
  async events(afterSeq: number, limit = 1_000): Promise<CatalogEvent[]> {
    return await readEvents(this.engine, afterSeq, limit);
  }

  /** The newest cursor; 0 when nothing happened yet. */
  async lastEventSeq(): Promise<number> {
    return await lastEventSeq(this.engine);
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

  async close(): Promise<void> {
    this.#notify();
    await this.engine.close();
  }

  /** On an engine with other writers every unit looks for itself. */
  #readable(): KnownRows {
    return this.engine.supportsRowCache ? this.#known : new KnownRows();
  }

  #notify(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}
