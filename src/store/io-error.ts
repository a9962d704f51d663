import { asIsocenterError, IsocenterError } from '../base/index.ts';
import { errnoOf } from '../disks/index.ts';

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'SQLITE_FULL']);

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
