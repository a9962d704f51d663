import type { Catalog } from '../../src/catalog/index.ts';
import { type CatalogOptions, openCatalog } from '../../src/catalog/index.ts';
import { createDatabase, hasPostgres } from '../support/postgres.ts';
import { TemporaryDirectory } from '../support/temp.ts';

/** An engine to run a suite on. */
export interface TestEngine {
  readonly name: string;
  readonly available: boolean;
  /** A database of its own; `drop` removes it. */
  create(): Promise<{ readonly database: string; drop(): Promise<void> }>;
}

if (!hasPostgres) console.warn('SKIPPED: catalog suites on PostgreSQL; its server programs are not here.');

export const engines: readonly TestEngine[] = [
  {
    name: 'SQLite',
    available: true,
    async create() {
      const directory = new TemporaryDirectory('catalog');
      return { database: `sqlite:${directory.join('catalog.sqlite')}`, drop: async () => directory.remove() };
    },
  },
  {
    name: 'PostgreSQL',
    available: hasPostgres,
    async create() {
      const { url, drop } = await createDatabase();
      return { database: url, drop };
    },
  },
];

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
  const catalog = await openCatalog({ ...options, database });
  const close = async () => {
    await catalog.close();
    await drop();
  };
  return { catalog, database, close };
}
