import type { Command } from 'commander';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, type Session, withNewArchive } from '../frame/command.ts';
import type { ExitCode } from '../frame/exit-codes.ts';
import { remoteTarget } from '../frame/remote-target.ts';
import { addSelectionOptions, type SelectionFlags } from '../frame/selection-options.ts';
import { describeTrouble, follow } from '../frame/streams.ts';
import { printTransfer } from '../frame/transfers.ts';

export function command(cli: Cli): Command {
  const get = createCommand(
    'get',
    'Fetch images from a node into the archive (C-GET, or WADO-RS where it has DICOMweb)',
    [
      ['get hospital --study 1.2.840.99', 'one study'],
      ['get hospital --query PatientID=42', 'all studies of a patient'],
    ],
  ).argument('<node>', 'name of a node (isocenter nodes list)');
  return addArchiveOptions(addSelectionOptions(get)).action((node: string, flags: SelectionFlags) =>
    withNewArchive(cli, { ...flags }, (session) => getFrom(session, node, flags)),
  );
}

async function getFrom(session: Session, name: string, flags: SelectionFlags): Promise<ExitCode> {
  const target = await remoteTarget(session, name, flags);
  const summary = await follow(session, session.client.nodeGet({ name, target }, session), {
    unit: 'images',
    whenCancelled: 'What came is safe in the archive; run the same command again for the rest.',
    describe: describeTrouble,
  });
  return printTransfer(session, summary, `fetched from ${name}`);
}
