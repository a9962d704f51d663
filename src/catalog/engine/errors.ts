import { IsocenterError } from '../../base/index.ts';

/** SQLSTATE classes and SQLite codes that mean "no room", "the disk failed" and "not a readable database". */
const FULL = new Set(['SQLITE_FULL', '53100', 'ENOSPC']);
const FAILED = /^(SQLITE_IOERR|58030$|EIO$)/;
const DAMAGED = /^(SQLITE_CORRUPT|SQLITE_NOTADB|XX00[12]$)/;
/** Codes of drivers: SQLite's, PostgreSQL's five characters, and system errors of the connection. */
const KNOWN = /^(SQLITE_|[0-9A-Z]{5}$|E[A-Z]+$)/;

/** What a driver threw as an error of the register; errors that are not a driver's pass unchanged. */
export function catalogError(error: unknown): unknown {
  if (error instanceof IsocenterError || !(error instanceof Error)) return error;
  const { code } = error as { code?: unknown };
  if (typeof code !== 'string' || !KNOWN.test(code)) return error;
  if (FULL.has(code)) return new IsocenterError('store/full', { what: 'the catalog' }, error);
  if (FAILED.test(code)) return new IsocenterError('store/io', { what: 'the catalog', reason: code }, error);
  if (DAMAGED.test(code)) return new IsocenterError('catalog/damaged', { reason: code }, error);
  const reason = `${error.message} (${code})`;
  return new IsocenterError('catalog/unavailable', { reason }, error);
}
