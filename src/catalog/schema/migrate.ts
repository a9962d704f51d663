import { IsocenterError } from '../../base/index.ts';
import { foldName } from '../../dicom/index.ts';
import { type Engine, statement, type Work } from '../engine/engine.ts';
import { type Migration, migrations } from './migrations.ts';

/** The schema that this program knows. */
export const schemaVersion: number = migrations.at(-1)!.version;

/**
 * Brings the schema up to date: statements and version row of each migration in one transaction.
 * @throws IsocenterError `catalog/schema` when the database was made by a newer program.
 */
export async function migrate(engine: Engine, known = migrations): Promise<void> {
  const applied = await engine.write(() => migrateInside(engine, known));
  if (applied > 0) await engine.flush();
}

/** Answers how many migrations were missing. */
function* migrateInside(engine: Engine, migrations: readonly Migration[]): Work<number> {
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
  for (const column of migration.folded ?? []) yield* fold(column);
  yield* statement(
    `INSERT INTO schema_version (version, name) VALUES (${migration.version}, '${migration.name}')`,
    [],
  );
}

/** SQL cannot fold; there are far fewer values than rows. */
function* fold({ table, from, to }: NonNullable<Migration['folded']>[number]): Work<void> {
  const rows = yield* statement(
    `SELECT DISTINCT ${from} AS value FROM ${table} WHERE ${from} IS NOT NULL`,
    [],
  );
  const values = rows as readonly { readonly value: string }[];
  const index = `${table}_folding_${from}`;
  if (values.length > 0) yield* statement(`CREATE INDEX ${index} ON ${table} (${from})`, []);
  for (const { value } of values) {
    yield* statement(`UPDATE ${table} SET ${to} = ? WHERE ${from} = ?`, [foldName(value), value]);
  }
  if (values.length > 0) yield* statement(`DROP INDEX ${index}`, []);
}

function inDialect(engine: Engine, text: string): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, word: string) => {
    const type = engine.dialect.types[word as keyof typeof engine.dialect.types];
    return type;
  });
}
