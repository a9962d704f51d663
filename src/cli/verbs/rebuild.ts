import type { Command } from 'commander';
import type { RebuildSummary } from '../../contract/index.ts';
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
    ['rebuild --secrets', 'only make a new key, after the one that seals the secrets was lost'],
  ]);
  return addArchiveOptions(rebuild)
    .option('--parameters', 'only the series parameters, in the catalog that is there')
    .option('--secrets', 'only the key of the secrets; those that no key opens are set aside')
    .action((flags: RebuildFlags) => {
      const { parameters: parametersOnly = false, secrets: secretsOnly = false } = flags;
      const work = (session: Session) =>
        secretsOnly ? tellOfSecrets(session) : rebuildCatalog(session, parametersOnly);
      const replaceDamagedCatalog = !parametersOnly && !secretsOnly;
      const options = {
        mayCreate: replaceDamagedCatalog,
        replaceDamagedCatalog,
        replaceLostKey: !parametersOnly,
      };
      return withArchive(cli, { ...flags }, work, options);
    });
}

interface RebuildFlags {
  readonly parameters?: boolean;
  readonly secrets?: boolean;
}

/** Opening the archive was the work; what was set aside is in the log. */
async function tellOfSecrets(session: Session): Promise<ExitCode> {
  const { users } = await session.client.usersList();
  const without = users.filter(({ hasPassword }) => !hasPassword).map(({ name }) => name);
  printResult(session, { accountsWithoutPassword: without }, [
    'Every secret opens with the key that is there.',
    ...(without.length > 0
      ? [`Accounts without a password: ${without.join(', ')}. Set one with \`isocenter user password NAME\`.`]
      : []),
  ]);
  return exitCodes.ok;
}

async function rebuildCatalog(session: Session, parametersOnly: boolean): Promise<ExitCode> {
  const summary = await follow(session, session.client.rebuild({ parametersOnly }, session), {
    unit: parametersOnly ? 'series' : 'images',
    whenCancelled: 'The files are not touched. Run the same command again: it starts over safely.',
    describe: describeTrouble,
  });
  const { lost, failed } = summary;
  printResult(session, summary, [
    parametersOnly ? describeParameters(summary) : describeRebuilt(summary),
    ...(lost > 0
      ? [`${formatCountOf(lost, 'item')} without bytes, as was known before; see \`isocenter losses\`.`]
      : []),
    ...(failed > 0
      ? [`${formatCount(failed)} could not be read; listed above. They are still on the disk.`]
      : []),
  ]);
  return failed > 0 ? exitCodes.problems : exitCodes.ok;
}

function describeRebuilt({ instances, studies, files, records, seconds }: RebuildSummary): string {
  const others = files > 0 ? `, ${formatCountOf(files, 'file')}` : '';
  const what = `${formatCountOf(instances, 'image')} of ${formatCountOf(studies, 'study', 'studies')}${others}`;
  return `${what} and ${formatCountOf(records, 'record')} in ${formatDuration(seconds)}`;
}

const describeParameters = ({ series, studies, seconds }: RebuildSummary): string =>
  `Parameters of ${formatCount(series)} series of ${formatCountOf(studies, 'study', 'studies')} filled in, in ${formatDuration(seconds)}`;
