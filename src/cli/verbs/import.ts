import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { ImportSummary } from '../../contract/index.ts';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, type Session, withNewArchive } from '../frame/command.ts';
import { type ExitCode, exitCodes } from '../frame/exit-codes.ts';
import { printResult } from '../frame/results.ts';
import { describeTrouble, follow } from '../frame/streams.ts';
import { uploadFiles } from '../frame/upload-files.ts';
import { formatBytes, formatCount, formatCountOf, formatDuration } from '../text/quantities.ts';

export function command(cli: Cli): Command {
  const import_ = createCommand('import', 'Take in folders, discs and files', [
    ['import /media/cdrom', 'a disc from a hospital'],
    ['import disc.iso --documents', 'the image of a disc, with the report of the clinic'],
    ['import ~/scans a.dcm', 'a folder with everything below it, and a file'],
    ['import ~/brains', 'volumes (NIfTI) and recordings (EDF, BDF) are kept as files'],
  ]).argument('<path...>', 'folders, files and images of discs; all are recognised by content, not by name');
  return addArchiveOptions(import_)
    .option('--documents', 'keep documents (PDF, DOCX) that lie beside the images, as those of their study')
    .addHelpText(
      'after',
      '\nFiles stay where they are. Run it again after an interruption: what is there is skipped.',
    )
    .action((paths: string[], flags: { readonly documents?: boolean }) =>
      withNewArchive(cli, flags, (session) => importPaths(session, paths, flags.documents === true)),
    );
}

async function importPaths(
  session: Session,
  paths: readonly string[],
  documents: boolean,
): Promise<ExitCode> {
  const request = { paths: paths.map((path) => resolve(path)), documents };
  const { client, remote, signal } = session;
  const taking = remote ? uploadFiles(remote, request, signal) : client.importFiles(request, session);
  const summary = await follow(session, taking, {
    unit: 'files',
    whenCancelled: 'What was taken in is safe; run the same command again to go on.',
    describe: describeTrouble,
  });
  printResult(session, summary, describeSummary(summary));
  return summary.broken > 0 || summary.conflicts > 0 ? exitCodes.problems : exitCodes.ok;
}

function describeSummary(summary: ImportSummary): string[] {
  const counts: [number, string][] = [
    [summary.new, 'new'],
    [summary.alreadyThere, 'already there'],
    [
      summary.conflicts,
      'in conflict: same identity, other content; both are kept (isocenter conflicts list)',
    ],
    [summary.kept, 'kept as files, beside the images (isocenter files list)'],
    [summary.notDicom, 'not DICOM'],
    [summary.broken, 'broken; listed above'],
  ];
  const files = counts.reduce((sum, [count]) => sum + count, 0);
  const rate = summary.seconds > 0 ? ` (${formatCount(Math.round(files / summary.seconds))}/s)` : '';
  return [
    `${formatCountOf(files, 'file')}, ${formatBytes(summary.bytes)} in ${formatDuration(summary.seconds)}${rate}`,
    ...counts
      .filter(([count], i) => count > 0 || i === 0)
      .map(([count, words]) => `${formatCount(count).padStart(10)} ${words}`),
  ];
}
