import type { CallFor } from '../../contract/index.ts';
import { formatBytes, formatCountOf, formatDuration } from '../text/quantities.ts';
import type { Session } from './command.ts';
import { downloadExport } from './download-export.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { printResult } from './results.ts';
import { describeTrouble, follow } from './streams.ts';

/** Writes images to a folder of this machine, also those of a server elsewhere, and says what was written. */
export async function exportToFolder(session: Session, request: CallFor<'exportFiles'>): Promise<ExitCode> {
  const { client, remote, signal } = session;
  const exporting = remote ? downloadExport(remote, request, signal) : client.exportFiles(request, session);
  const summary = await follow(session, exporting, {
    unit: 'images',
    whenCancelled: 'The files written so far are whole; run the same command again for the rest.',
    describe: describeTrouble,
  });
  const { written, bytes, seconds, failed } = summary;
  printResult(session, summary, [
    `${formatCountOf(written, 'image')}, ${formatBytes(bytes)} in ${formatDuration(seconds)} to ${summary.folder}`,
    ...(failed > 0 ? [`${formatCountOf(failed, 'image')} could not be written; listed above.`] : []),
  ]);
  return failed > 0 ? exitCodes.problems : exitCodes.ok;
}
