import { readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Catalog } from '../../src/catalog/index.ts';
import { type CatalogOptions, openCatalog } from '../../src/catalog/index.ts';
import { createDatabase, hasPostgres, query } from './postgres.ts';
import { TemporaryDirectory } from './temp.ts';

/** A kind of database to run a suite on: `describe.each(engines)('... on $name', (engine) => ...)`. */
export interface TestEngine {
  readonly name: 'SQLite' | 'PostgreSQL';
  /**
   * An empty database of its own.
   * @param directory where an engine that keeps one file puts it, to go with that directory; a temporary place when absent.
   */
  create(directory?: string): Promise<TestDatabase>;
}

export interface TestDatabase {
  /** For `--database`. */
  readonly database: string;
  /** Leaves nothing in it, as if it had been deleted by hand. Nobody may have it open. */
  erase(): Promise<void>;
  /** Whether a process has it open (and, where that cannot be seen, has written to it). */
  isInUse(): Promise<boolean>;
  drop(): Promise<void>;
}

export const sqlite: TestEngine = {
  name: 'SQLite',
  async create(directory) {
    const temporary = directory === undefined ? new TemporaryDirectory('catalog') : undefined;
    const file = join(directory ?? temporary!.path, 'catalog.sqlite');
    return {
      database: `sqlite:${file}`,
      erase: async () => removeWithLogs(file),
      // The log goes when the last connection is closed.
      isInUse: async () => (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0,
      drop: async () => temporary?.remove(),
    };
  },
};

export const postgres: TestEngine = {
  name: 'PostgreSQL',
  async create() {
    const { url, drop } = await createDatabase();
    return {
      database: url,
      erase: async () => void (await query(url, 'DROP SCHEMA public CASCADE; CREATE SCHEMA public')),
      isInUse: async () => (await query(url, OTHER_CONNECTIONS)).length > 0,
      drop,
    };
  },
};

const OTHER_CONNECTIONS = `SELECT pid FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid()`;

if (!hasPostgres)
  console.warn('SKIPPED: suites on PostgreSQL; its server programs are not here. See npm run setup:peers.');

/** Those that are here. */
export const engines: readonly TestEngine[] = hasPostgres ? [sqlite, postgres] : [sqlite];

export interface TestCatalog {
  readonly catalog: Catalog;
  readonly database: string;
  close(): Promise<void>;
}

/** An empty catalog on a new database. */
export async function emptyCatalog(
  engine: TestEngine,
  options: Omit<CatalogOptions, 'database'> = {},
): Promise<TestCatalog> {
  const { database, drop } = await engine.create();
  return openTest(database, drop, options);
}

async function openTest(
  database: string,
  drop: () => Promise<void>,
  options: Omit<CatalogOptions, 'database'> = {},
): Promise<TestCatalog> {
  const catalog = await openCatalog({ ...options, database });
  const close = async () => {
    await catalog.close();
    await drop();
  };
  return { catalog, database, close };
}

function removeWithLogs(file: string): void {
  for (const name of readdirSync(dirname(file))) {
    if (name.startsWith(basename(file))) rmSync(join(dirname(file), name));
  }
}

/** An empty catalog whose next item gets this number: as if so many had come before. */
export async function catalogFromItem(engine: TestEngine, id: number): Promise<TestCatalog> {
  const { database, drop } = await engine.create();
  await (await openCatalog({ database })).close();
  const file = /^sqlite:(.+)$/.exec(database)?.[1];
  if (file === undefined) await query(database, `ALTER TABLE item ALTER COLUMN id RESTART WITH ${id}`);
  else {
    const sqlite = new DatabaseSync(file);
    sqlite.exec(`DELETE FROM sqlite_sequence WHERE name = 'item'`);
    sqlite.exec(`INSERT INTO sqlite_sequence (name, seq) VALUES ('item', ${id - 1})`);
    sqlite.close();
  }
  return openTest(database, drop);
}
