import { closeSync, existsSync, openSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { IsocenterError } from '../../base/index.ts';
import type { Database } from '../schema/tables.ts';
import { sqliteDialect } from './dialects.ts';
import type { Engine, Lookup, Row, Step, Work } from './engine.ts';
import { catalogError } from './errors.ts';
import { OpenTransaction } from './open-transaction.ts';
import { StatementCache } from './statement-cache.ts';
import { WriteAheadLog } from './write-ahead-log.ts';

const PREFIX = 'sqlite:';

type Connection = InstanceType<typeof BetterSqlite3>;

/** Milliseconds that a statement waits for a checkpoint or another process. */
const BUSY_TIMEOUT = 5_000;
/** KiB of pages that a connection keeps; the operating system's cache does the rest. */
const CACHE_KIB = 16_384;

/**
 * SQLite through better-sqlite3. Units run synchronously, so that nothing can come between their statements; what
 * waits for the disk (the log's sync, checkpoints) runs elsewhere.
 */
export function openSqlite(path: string): Engine {
  const connection = connect(path);
  const statements = new StatementCache(connection);
  const log = new WriteAheadLog(path, () => open.commit());
  const open = new OpenTransaction(connection, statements, () => log.committed());
  const run = <T>(work: () => Work<T>): T => drive(statements, work());

  return {
    dialect: sqliteDialect,
    builder: new Kysely<Database>({
      dialect: {
        createAdapter: () => new SqliteAdapter(),
        createDriver: () => new DummyDriver(),
        createIntrospector: (db) => new SqliteIntrospector(db),
        createQueryCompiler: () => new SqliteQueryCompiler(),
      },
    }),
    supportsRowCache: true,
    supportsDurableCommit: false,
    async write(work, options) {
      await log.turn();
      return guarded(() => open.run(() => run(work), options));
    },
    attach(memory) {
      open.attach({
        get hasUnsaved() {
          return memory.hasUnsaved;
        },
        save: () => run(() => memory.save()),
        forget: () => memory.forget(),
      });
    },
    async read(work, { usesMemory = false } = {}) {
      return guarded(() => {
        if (!usesMemory) open.save();
        return run(work);
      });
    },
    async rows(query: CompiledQuery) {
      return guarded(() => {
        open.save();
        return statements.arrays(query.sql).all(query.parameters) as Row[];
      });
    },
    async flush() {
      guarded(() => open.commit());
      await log.flush();
    },
    async check() {
      const [problem] = guarded(
        () => connection.pragma('integrity_check(1)', { simple: true }) as string,
      ).split('\n');
      if (problem !== 'ok') throw new IsocenterError('catalog/damaged', { reason: problem ?? '' });
    },
    async close() {
      await log.close(() => connection.close());
    },
  };
}

function connect(path: string): Connection {
  return guarded(() => {
    createPrivately(path);
    const connection = new BetterSqlite3(path, { timeout: BUSY_TIMEOUT });
    try {
      prepare(connection);
    } catch (error) {
      connection.close();
      throw error;
    }
    return connection;
  });
}

function prepare(connection: Connection): void {
  connection.pragma('journal_mode = WAL');
  // The log is synced by settling (decision 0002) and before checkpoints; see write-ahead-log.ts.
  connection.pragma('synchronous = NORMAL');
  connection.pragma('wal_autocheckpoint = 0');
  connection.pragma(`cache_size = -${CACHE_KIB}`);
  connection.pragma('temp_store = MEMORY');
  // Reading one page finds out about a file that is no database now, not at the first query.
  connection.pragma('schema_version');
}

/** The file of a database as it is named in settings, `sqlite:PATH`; undefined when it is none of ours. */
export function sqliteFile(database: string): string | undefined {
  return database.startsWith(PREFIX) ? database.slice(PREFIX.length) : undefined;
}

/** Names of patients are in it: not for everybody on this machine. SQLite gives its log the same permissions. */
function createPrivately(path: string): void {
  if (path === ':memory:' || existsSync(path)) return;
  closeSync(openSync(path, 'a', 0o640));
}

function guarded<T>(body: () => T): T {
  try {
    return body();
  } catch (error) {
    throw catalogError(error);
  }
}

function drive<T>(statements: StatementCache, work: Work<T>): T {
  let step = work.next();
  while (!step.done) step = work.next(perform(statements, step.value));
  return step.value;
}

function perform(statements: StatementCache, step: Step): readonly unknown[] {
  switch (step.kind) {
    case 'query': {
      const prepared = statements.objects(step.sql);
      if (prepared.reader) return prepared.all(step.parameters);
      prepared.run(step.parameters);
      return [];
    }
    case 'insert': {
      const prepared = statements.insert(step.table, step.columns);
      if (!step.ids) {
        for (const row of step.rows) prepared.run(row);
        return [];
      }
      return step.rows.map((row) => prepared.run(row).lastInsertRowid);
    }
    case 'lookup':
      return lookUpEach(statements, step.lookup, step.keys);
  }
}

function lookUpEach(statements: StatementCache, lookup: Lookup, keys: readonly Row[]): Row[] {
  const prepared = statements.lookup(lookup);
  const found: Row[] = [];
  for (const key of keys) {
    for (const row of prepared.all(key)) found.push(row as Row);
  }
  return found;
}
