import { constants } from 'node:os';
import { asIsocenterError, IsocenterError } from '../base/index.ts';

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
/** libuv has no name for this one: the code then reads `Unknown system error -122`. */
const { EDQUOT } = constants.errno;

/** The system's code of a failed call (`ENOENT`...), or '' for anything else. */
export function errnoOf(error: unknown): string {
  const { code, errno } = (error ?? {}) as { readonly code?: unknown; readonly errno?: unknown };
  if (errno === -EDQUOT) return 'EDQUOT';
  return typeof code === 'string' ? code : '';
}

/** Whether a call failed for want of room: on the disk, or of what its owner may have of it. */
export const isFull = (error: unknown): boolean => FULL.has(errnoOf(error));

/**
 * A failed system call as a register error: `store/full` or `store/io`. Anything else becomes `internal`. The reason names the call and
 * its code, and no path: paths carry identifiers.
 * @param what lies on the disk, in words
 */
export function diskError(error: unknown, what: string): IsocenterError {
  const code = errnoOf(error);
  if (error instanceof IsocenterError || code === '') return asIsocenterError(error);
  if (isFull(error)) return new IsocenterError('store/full', { what }, error);
  const { syscall } = error as { readonly syscall?: unknown };
  const reason = typeof syscall === 'string' ? `${code} on ${syscall}` : code;
  return new IsocenterError('store/io', { what, reason }, error);
}
