import { type Clock, IsocenterError, systemClock } from '../base/index.ts';
import { Catalog } from './catalog.ts';
import type { Engine } from './engine/engine.ts';
import { openSqlite, sqliteFile } from './engine/sqlite.ts';
import { skipLostNumbers } from './events.ts';
import { defaultParameters, type ParameterDefinition, problemOfDefinition } from './parameters.ts';
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
 * @throws IsocenterError `catalog/schema` (made by a newer program), `catalog/damaged`, `catalog/unavailable` (not reachable),
 *   `config/invalid` (a parameter definition that cannot be).
 */
export async function openCatalog(options: CatalogOptions): Promise<Catalog> {
  const parameters = [...defaultParameters, ...(options.parameters ?? [])];
  const problems = parameters.map(problemOfDefinition).filter((problem) => problem !== undefined);
  if (problems.length > 0) throw new IsocenterError('config/invalid', { problems: problems.join('\n') });
  const engine = await openEngine(options.database);
  try {
    await migrate(engine);
    if (!engine.supportsDurableCommit) await engine.write(() => skipLostNumbers());
  } catch (error) {
    await engine.close();
    throw error;
  }
  return new Catalog(engine, options.clock ?? systemClock, parameters);
}

async function openEngine(database: string): Promise<Engine> {
  const file = sqliteFile(database);
  if (file !== undefined) return openSqlite(file);
  if (/^postgres(ql)?:\/\//.test(database)) {
    const { openPostgres } = await import('./engine/postgres.ts');
    return openPostgres(database);
  }
  throw new IsocenterError('config/invalid', {
    problems: 'database: neither sqlite:PATH nor postgres://...',
  });
}
