import { IsocenterError, isGone } from '../base/index.ts';
import { diskError, errnoOf } from '../disks/index.ts';

/** As {@link diskError}, of SQLite too; what is not there is `store/not-found`. */
export function storeError(error: unknown, what = 'the archive'): IsocenterError {
  if (error instanceof IsocenterError) return error;
  if (errnoOf(error) === 'SQLITE_FULL') return new IsocenterError('store/full', { what }, error);
  return isGone(error) ? new IsocenterError('store/not-found', {}, error) : diskError(error, what);
}
