import { isGone } from '../../base/index.ts';

/** Whether a file is not there, or not there any more: of one that was replaced meanwhile a share says that it is stale. */
export const isGoneOrStale = (error: unknown): boolean =>
  isGone(error) || (error as NodeJS.ErrnoException).code === 'ESTALE';
