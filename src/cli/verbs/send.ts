import type { Command } from 'commander';
import { type BackgroundFlag, backgroundOption, submit } from '../frame/background.ts';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, type Session, withArchive } from '../frame/command.ts';
import type { ExitCode } from '../frame/exit-codes.ts';
import { addSelectionOptions, requiredSelection, type SelectionFlags } from '../frame/selection-options.ts';
import { describeTrouble, follow } from '../frame/streams.ts';
import { printTransfer } from '../frame/transfers.ts';

export function command(cli: Cli): Command {
  const send = createCommand('send', 'Send images to a node', [
    ['send hospital --study 1.2.840.99', 'one study'],
    ['send workstation --query PatientID=42', 'all studies of a patient'],
    ['send hospital --study 1.2.840.99 --background', 'also when the hospital is away right now'],
  ]).argument('<node>', 'name of a node (isocenter nodes list)');
  return addArchiveOptions(addSelectionOptions(send))
    .option(...backgroundOption)
    .action((node: string, flags: SelectionFlags & BackgroundFlag) =>
      withArchive(cli, { ...flags }, (session) => sendTo(session, node, flags)),
    );
}

async function sendTo(
  session: Session,
  node: string,
  flags: SelectionFlags & BackgroundFlag,
): Promise<ExitCode> {
  const request = { node, selection: requiredSelection(flags) };
  if (flags.background) return await submit(session, 'send', request);
  const summary = await follow(session, session.client.send(request, session), {
    unit: 'images',
    whenCancelled: 'The node keeps what it acknowledged; sending it again does no harm.',
    describe: describeTrouble,
  });
  return printTransfer(session, summary, `sent to ${node}`);
}
