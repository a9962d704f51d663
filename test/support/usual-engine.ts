import { postgres, sqlite, type TestEngine } from './engines.ts';

/** Set by vitest.config.ts: suites that name no engine run once on each that is here. */
export const USUAL_ENGINE_VARIABLE = 'ISOCENTER_TEST_ENGINE';

/** What a suite runs on that names no engine. */
export const usualEngine: TestEngine =
  process.env[USUAL_ENGINE_VARIABLE] === postgres.name ? postgres : sqlite;

const created = new Map<string, Promise<string>>();

/**
 * `--database` for a data directory whose suite names none: the same one however often it is asked for. Nothing where the
 * program's own choice is meant. The database goes with its cluster at the end of the run.
 */
export async function usualDatabaseFlags(data: string): Promise<readonly string[]> {
  if (usualEngine === sqlite) return [];
  const database = created.get(data) ?? usualEngine.create(data).then((made) => made.database);
  created.set(data, database);
  return ['--database', await database];
}
