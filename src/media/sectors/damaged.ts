import { IsocenterError } from '../../base/index.ts';

/** What is wrong with a disc. @param reason in words that follow a colon */
export const damaged = (reason: string): IsocenterError => new IsocenterError('disc/damaged', { reason });
