import type { Command } from 'commander';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, type Session, withNewArchive } from '../frame/command.ts';
import { type ExitCode, exitCodes } from '../frame/exit-codes.ts';
import { printResult } from '../frame/results.ts';
import { describeTrouble, follow } from '../frame/streams.ts';
import { formatCountOf, formatDuration } from '../text/quantities.ts';

export function command(cli: Cli): Command {
  const demo = createCommand('demo', 'Add a small synthetic history of one patient, to look around', [
    ['demo', 'CT, MR, CR and ultrasound over some years; no real person'],
  ]);
  return addArchiveOptions(demo).action((flags) => withNewArchive(cli, flags, addDemo));
}

async function addDemo(session: Session): Promise<ExitCode> {
  const summary = await follow(session, session.client.demo({}, session), {
    unit: 'images',
    whenCancelled: 'What was made stays; run the same command again for the rest.',
    describe: describeTrouble,
  });
  const { instances, studies, patients, seconds } = summary;
  printResult(session, summary, [
    `${formatCountOf(instances, 'image')} in ${formatCountOf(studies, 'study', 'studies')} of ` +
      `${formatCountOf(patients, 'patient')}, in ${formatDuration(seconds)}. \`isocenter find\` shows them.`,
  ]);
  return exitCodes.ok;
}
