import { IsocenterError } from '../base/index.ts';

export const badTemplate = (reason: string): IsocenterError =>
  new IsocenterError('input/invalid', { reason: `The name template cannot be used: ${reason}.` });
