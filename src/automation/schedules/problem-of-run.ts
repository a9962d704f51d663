import { IsocenterError } from '../../base/index.ts';
import { errorOfProblem } from '../../contract/index.ts';
import type { Run } from './run-rows.ts';

export function problemOfRun(
  code: 'schedule/again' | 'schedule/run-failed',
  { day, reason }: Pick<Run, 'day' | 'reason'>,
): IsocenterError {
  const why = reason === null ? undefined : errorOfProblem(reason);
  return new IsocenterError(code, { day, reason: why?.message ?? '' }, why);
}
