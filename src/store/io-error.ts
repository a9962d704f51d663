import { constants } from 'node:os';
import { asIsocenterError, IsocenterError } from '../base/index.ts';

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'SQLITE_FULL']);
/** libuv has no name for this one: the code then reads `Unknown system error -122`. */
const { EDQUOT } = constants.errno;

/** The system's code of a failed call (`ENOENT`...), or '' for anything else. */
export function errnoOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  if ((error as { errno?: unknown } | null)?.errno === -EDQUOT) return 'EDQUOT';
  return typeof code === 'string' ? code : '';
}

/**
 * A failed system call (or SQLite's) as a register error: `store/full`, `store/not-found` or `store/io`. The reason
 * names the call and the errno, never the path: paths carry identifiers. Anything else becomes `internal`.
 */
export function storeError(error: unknown, what = 'the archive'): IsocenterError {
  if (error instanceof IsocenterError) return error;
  const code = errnoOf(error);
  if (code === '') return asIsocenterError(error);
  if (FULL.has(code)) return new IsocenterError('store/full', { what }, error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return new IsocenterError('store/not-found', {}, error);
  const call = (error as { syscall?: unknown }).syscall;
  const reason = typeof call === 'string' ? `${code} on ${call}` : code;
  return new IsocenterError('store/io', { what, reason }, error);
}
