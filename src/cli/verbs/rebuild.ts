import type { Command } from 'commander';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, type Session, withArchive } from '../frame/command.ts';
import { type ExitCode, exitCodes } from '../frame/exit-codes.ts';
import { printResult } from '../frame/results.ts';
import { describeTrouble, follow } from '../frame/streams.ts';
import { formatCount, formatCountOf, formatDuration } from '../text/quantities.ts';

export function command(cli: Cli): Command {
  const rebuild = createCommand('rebuild', 'Make the catalog again from the files', [
    ['rebuild', 'after the database was lost or damaged (a damaged one is kept beside it)'],
    ['rebuild --parameters', 'only fill in the series parameters, after new ones were configured'],
  ]);
  return addArchiveOptions(rebuild)
    .option('--parameters', 'only the series parameters, in the catalog that is there')
    .action((flags: { parameters?: boolean }) => {
      const parametersOnly = flags.parameters === true;
      const work = (session: Session) => rebuildCatalog(session, parametersOnly);
      return withArchive(cli, { ...flags }, work, { replaceDamagedCatalog: !parametersOnly });
    });
}

async function rebuildCatalog(session: Session, parametersOnly: boolean): Promise<ExitCode> {
  const summary = await follow(session, session.client.rebuild({ parametersOnly }, session), {
    unit: 'images',
    whenCancelled: 'The files are not touched. Run the same command again: it starts over safely.',
    describe: describeTrouble,
  });
  const { instances, studies, files, records, seconds, failed } = summary;
  const others = files > 0 ? `, ${formatCountOf(files, 'file')}` : '';
  printResult(session, summary, [
    `${formatCountOf(instances, 'image')} of ${formatCountOf(studies, 'study', 'studies')}${others} and ` +
      `${formatCountOf(records, 'record')} in ${formatDuration(seconds)}`,
    ...(failed > 0
      ? [`${formatCount(failed)} could not be read; listed above. They are still on the disk.`]
      : []),
  ]);
  return failed > 0 ? exitCodes.problems : exitCodes.ok;
}
