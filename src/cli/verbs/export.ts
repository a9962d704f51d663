import { resolve } from 'node:path';
import type { Command } from 'commander';
import { IsocenterError } from '../../base/index.ts';
import { defaultExportTemplate } from '../../contract/index.ts';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, type Session, withArchive } from '../frame/command.ts';
import { downloadDisc } from '../frame/download-disc.ts';
import { type ExitCode, exitCodes } from '../frame/exit-codes.ts';
import { exportToFolder } from '../frame/export-to-folder.ts';
import { printResult } from '../frame/results.ts';
import { addSelectionOptions, requiredSelection, type SelectionFlags } from '../frame/selection-options.ts';
import { describeTrouble, follow } from '../frame/streams.ts';
import { formatBytes, formatCountOf, formatDuration } from '../text/quantities.ts';

interface ExportFlags extends SelectionFlags {
  readonly template?: string;
  readonly dicomdir?: boolean;
  readonly iso?: string;
}

export function command(cli: Cli): Command {
  const export_ = createCommand(
    'export',
    'Write images to a folder with readable names, or to a disc image',
    [
      ['export ./for-anna --study 1.2.840.99', 'one study'],
      ['export ./mr --query PatientID=42 --query ModalitiesInStudy=MR', 'the MR studies of a patient'],
      ['export /mnt/disc --study 1.2.840.99 --dicomdir', 'for a disc that any workstation reads'],
      ['export --iso anna.iso --study 1.2.840.99', 'an image of such a disc, to burn or to send'],
      ['export ./ct --study 1.2.840.99 --server https://archive.example.org', 'from a server elsewhere'],
    ],
  ).argument('[folder]', 'where to; made when it does not exist');
  return addArchiveOptions(addSelectionOptions(export_, { all: true }))
    .option('--template <names>', `file names from elements (default: ${defaultExportTemplate})`)
    .option('--dicomdir', 'write a DICOMDIR and names that discs allow')
    .option('--iso <file>', 'write one file instead of a folder: the image of a disc with a DICOMDIR')
    .action((folder: string | undefined, flags: ExportFlags) => {
      const exportIt = exporterOf(folder, flags);
      return withArchive(cli, { ...flags }, exportIt);
    });
}

/** Either a folder or a disc image, and nothing said that does not fit to it. */
function exporterOf(folder: string | undefined, flags: ExportFlags) {
  const { iso, template, dicomdir } = flags;
  if (iso === undefined && folder !== undefined)
    return (session: Session) => exportTo(session, folder, flags);
  if (iso === undefined) throw mistake('Say which folder to write to, or --iso FILE.');
  if (folder !== undefined) throw mistake('Say a folder or --iso, not both.');
  if (template !== undefined || dicomdir)
    throw mistake('An image of a disc has a DICOMDIR and its names; leave out --template and --dicomdir.');
  return (session: Session) => exportDisc(session, iso, flags);
}

const mistake = (reason: string): IsocenterError => new IsocenterError('input/invalid', { reason });

async function exportDisc(session: Session, iso: string, flags: ExportFlags): Promise<ExitCode> {
  const request = { selection: requiredSelection(flags), path: resolve(iso) };
  const { client, remote, signal } = session;
  const exporting = remote ? downloadDisc(remote, request, signal) : client.exportDisc(request, session);
  const summary = await follow(session, exporting, {
    unit: 'images',
    whenCancelled: 'Nothing was written.',
    describe: describeTrouble,
  });
  const { written, bytes, seconds, failed, path } = summary;
  printResult(session, summary, [
    `${formatCountOf(written, 'image')}, ${formatBytes(bytes)} in ${formatDuration(seconds)} to ${path}`,
    ...(failed > 0 ? [`${formatCountOf(failed, 'image')} could not be written; listed above.`] : []),
  ]);
  return failed > 0 ? exitCodes.problems : exitCodes.ok;
}

async function exportTo(session: Session, folder: string, flags: ExportFlags): Promise<ExitCode> {
  const request = {
    selection: requiredSelection(flags),
    folder: resolve(folder),
    template: flags.template,
    dicomdir: flags.dicomdir,
  };
  return await exportToFolder(session, request);
}
