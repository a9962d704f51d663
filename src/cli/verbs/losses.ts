import { type Command, Option } from 'commander';
import { minuteOf } from '../../base/index.ts';
import type { CallFor, Loss } from '../../contract/index.ts';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, withArchive } from '../frame/command.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { wholeNumber } from '../frame/numbers.ts';
import { printResult, printRows } from '../frame/results.ts';
import { formatBytes, formatCountOf } from '../text/quantities.ts';
import type { Column } from '../text/table.ts';

export function command(cli: Cli): Command {
  return createCommand('losses', 'What was stored and has lost its bytes', [
    ['losses', 'what is lost, and where a good copy belongs'],
    ['losses accept 3fa94c01 --reason "deleted at the source too"', 'it is known: verify is silent about it'],
    ['losses accept --all --reason "disk of 2019, no backup"', 'the same of all that is lost now'],
    ['losses --state all', 'also those that somebody accepted'],
  ])
    .addCommand(list(cli), { isDefault: true })
    .addCommand(accept(cli));
}

type ListFlags = Pick<CallFor<'lossesList'>, 'state' | 'limit'>;

function list(cli: Cli): Command {
  return addArchiveOptions(createCommand('list', 'What is lost', []))
    .addOption(new Option('--state <state>').choices(['open', 'accepted', 'all']).default('open'))
    .option('--limit <n>', 'at most so many (default: 100)', wholeNumber)
    .action((flags: ListFlags) =>
      withArchive(cli, { ...flags }, async (session) => {
        const { losses } = await session.client.lossesList(
          { state: flags.state, limit: flags.limit },
          session,
        );
        printRows(session, columns, losses, 'Nothing that was stored is known to be lost.');
        return exitCodes.ok;
      }),
    );
}

function accept(cli: Cli): Command {
  const command = createCommand('accept', 'Say that a loss is known; it is on record who did, and when', [])
    .argument('[digest...]', 'as in `losses list`, 8 characters or more')
    .option('--all', 'all that are open')
    .option('--reason <text>', 'why nothing can be done');
  return addArchiveOptions(command).action((digests: string[], flags: { all?: boolean; reason?: string }) =>
    withArchive(cli, { ...flags }, async (session) => {
      const { all = false, reason } = flags;
      const request = { digests: all ? undefined : digests, reason };
      const accepted = await session.client.lossesAccept(request, session);
      printResult(session, accepted, [`${formatCountOf(accepted.accepted, 'loss', 'losses')} accepted.`]);
      return exitCodes.ok;
    }),
  );
}

const columns: readonly Column<Loss>[] = [
  { title: 'Digest', value: ({ digest }) => digest.slice(0, 12), whole: true },
  { title: 'Lost', value: ({ lostAt }) => minuteOf(lostAt) },
  { title: 'How', value: ({ problem }) => problem },
  { title: 'Size', value: ({ size }) => formatBytes(size), align: 'right' },
  { title: 'Belongs at', value: ({ key }) => key, whole: true },
  { title: 'Found instead', value: ({ quarantined }) => quarantined ?? '' },
  {
    title: 'Accepted',
    value: ({ acceptedBy, acceptedReason }) => [acceptedBy, acceptedReason].filter(Boolean).join(': '),
  },
];
