import { IsocenterError } from '../../base/index.ts';
import { type Engine, statement, type Work } from '../engine/engine.ts';
import { type Migration, migrations } from './migrations.ts';

/** The schema that this program knows. */
export const schemaVersion: number = migrations.at(-1)!.version;

/**
 * Brings the schema up to date: statements and version row of each migration in one transaction.
 * @throws IsocenterError `catalog/schema` when the database was made by a newer program.
 */
export async function migrate(engine: Engine): Promise<void> {
  const applied = await engine.write(() => migrateInside(engine));
  if (applied > 0) await engine.flush();
}

/** Answers how many migrations were missing. */
function* migrateInside(engine: Engine): Work<number> {
  yield* statement(
    `CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL)`,
    [],
  );
  const [row] = yield* statement('SELECT max(version) AS version FROM schema_version', []);
  const found = (row as { version: number | null }).version ?? 0;
  if (found > schemaVersion) throw new IsocenterError('catalog/schema', { found, known: schemaVersion });
  const missing = migrations.filter(({ version }) => version > found);
  for (const migration of missing) yield* apply(engine, migration);
  return missing.length;
}

function* apply(engine: Engine, migration: Migration): Work<void> {
  for (const text of migration.statements) yield* statement(inDialect(engine, text), []);
  yield* statement(
    `INSERT INTO schema_version (version, name) VALUES (${migration.version}, '${migration.name}')`,
    [],
  );
}

function inDialect(engine: Engine, text: string): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, word: string) => {
    const type = engine.dialect.types[word as keyof typeof engine.dialect.types];
    return type;
  });
}
