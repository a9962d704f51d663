import { existsSync, renameSync } from 'node:fs';
import { IsocenterError } from '../base/index.ts';
import { sqliteFile } from './engine/sqlite.ts';

/** What SQLite keeps beside a database; together under new names they can still be opened. */
const SUFFIXES = ['', '-wal', '-shm'];

/**
 * Renames a database that nobody has open to `NAME.REASON-TIME`, in the same folder, so that a new one can take its
 * place. Nothing is deleted. Answers the new name; undefined when the database is not a file of ours (PostgreSQL).
 */
export function setCatalogAside(database: string, reason: string, at: Date): string | undefined {
  const file = sqliteFile(database);
  if (file === undefined) return undefined;
  const aside = `${file}.${reason}-${at.toISOString().replaceAll(/[-:.]/g, '')}`;
  try {
    for (const suffix of SUFFIXES) rename(`${file}${suffix}`, `${aside}${suffix}`);
  } catch (error) {
    const { message } = error as Error;
    throw new IsocenterError(
      'catalog/unavailable',
      { reason: `it cannot be moved aside: ${message}` },
      error,
    );
  }
  return aside;
}

function rename(from: string, to: string): void {
  if (!existsSync(from)) return;
  if (existsSync(to)) throw new Error(`${to} is there already`);
  renameSync(from, to);
}
