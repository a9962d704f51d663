import { IsocenterError } from '../../base/index.ts';
import { failureOf, type Job } from '../../jobs/index.ts';

/** Why a rule did not go on. @param job of the action, which failed or was cancelled */
export function actionFailed(action: string, job: Pick<Job, 'failure'>): IsocenterError {
  const failure = failureOf(job);
  return new IsocenterError('rule/action-failed', { action, reason: failure.message }, failure);
}
