/** `--background`: the server does it by itself, as a job. */
import type { JobOperation } from '../../contract/index.ts';
import type { Session } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { printResult } from './results.ts';

export interface BackgroundFlag {
  readonly background?: boolean;
}

export const backgroundOption = [
  '--background',
  'do not wait: the server does it, tries again and survives restarts (isocenter jobs)',
] as const;

export async function submit(
  session: Session,
  operation: JobOperation,
  request: Record<string, unknown>,
): Promise<ExitCode> {
  const job = await session.client.jobSubmit({ operation, request }, session);
  const whenItRuns = session.isServer ? '' : ' It runs when the server is started.';
  printResult(session, job, [`Job ${job.id} is accepted; isocenter jobs shows it.${whenItRuns}`]);
  return exitCodes.ok;
}
