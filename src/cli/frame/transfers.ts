/** The end of a transfer, in words. */
import type { SendSummary } from '../../contract/index.ts';
import { formatBytes, formatCountOf, formatDuration } from '../text/quantities.ts';
import type { Session } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { printResult } from './results.ts';

/** `what` follows the count: "sent to hospital". */
export function printTransfer(session: Session, summary: SendSummary, what: string): ExitCode {
  const { sent, warnings, failed, bytes, seconds } = summary;
  printResult(session, summary, [
    `${formatCountOf(sent, 'image')} ${what}${bytes > 0 ? `, ${formatBytes(bytes)}` : ''} in ${formatDuration(seconds)}`,
    ...(warnings > 0 ? [`${formatCountOf(warnings, 'image')} with a warning of the receiver`] : []),
    ...(failed > 0 ? [`${formatCountOf(failed, 'image')} failed; listed above.`] : []),
  ]);
  return failed > 0 ? exitCodes.problems : exitCodes.ok;
}
