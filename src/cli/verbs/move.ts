import type { Command } from 'commander';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, type Session, withArchive } from '../frame/command.ts';
import { type ExitCode, exitCodes } from '../frame/exit-codes.ts';
import { remoteTarget } from '../frame/remote-target.ts';
import { printResult } from '../frame/results.ts';
import { addSelectionOptions, type SelectionFlags } from '../frame/selection-options.ts';
import { describeTrouble, follow } from '../frame/streams.ts';
import { formatCount } from '../text/quantities.ts';

interface MoveFlags extends SelectionFlags {
  readonly to?: string;
}

export function command(cli: Cli): Command {
  const move = createCommand('move', 'Have a node send images to us or to a third one (C-MOVE)', [
    ['move hospital --study 1.2.840.99', 'to this archive; the server must run, and the node must know us'],
    ['move hospital --study 1.2.840.99 --to WORKSTATION', 'to another AE that the node knows'],
  ]).argument('<node>', 'name of a node (isocenter nodes list)');
  return addArchiveOptions(addSelectionOptions(move))
    .option('--to <aet>', 'AE title of the receiver (default: our own)')
    .action((node: string, flags: MoveFlags) =>
      withArchive(cli, { ...flags }, (session) => moveFrom(session, node, flags)),
    );
}

/** A C-MOVE response counts failures and gives no reasons. */
function whyFailed(name: string, destination: string | undefined): string {
  if (destination !== undefined) return `The log of ${destination} says why.`;
  return `The server must run, ${name} must have the right to store (isocenter nodes list), and the server's log says more.`;
}

async function moveFrom(session: Session, name: string, flags: MoveFlags): Promise<ExitCode> {
  const request = { name, target: await remoteTarget(session, name, flags), destination: flags.to };
  const summary = await follow(session, session.client.nodeMove(request, session), {
    unit: 'images',
    whenCancelled: 'The node was told to stop; what the receiver acknowledged stays there.',
    describe: describeTrouble,
  });
  const { completed, warnings, failed } = summary;
  printResult(session, summary, [
    `${name} sent ${formatCount(completed)}, with a warning ${formatCount(warnings)}, failed ${formatCount(failed)}`,
    ...(failed > 0 ? [whyFailed(name, flags.to)] : []),
  ]);
  return failed > 0 ? exitCodes.problems : exitCodes.ok;
}
