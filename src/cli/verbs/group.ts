import type { Command } from 'commander';
import type { ListedGroup } from '../../contract/index.ts';
import type { Cli } from '../frame/cli.ts';
import {
  addArchiveOptions,
  createCommand,
  type Session,
  withArchive,
  withNewArchive,
} from '../frame/command.ts';
import { type ExitCode, exitCodes } from '../frame/exit-codes.ts';
import {
  addGrantOptions,
  describeGrant,
  type GrantFlags,
  grantOf,
  requiredGrant,
} from '../frame/grant-options.ts';
import { listCommand } from '../frame/list-command.ts';
import { printResult } from '../frame/results.ts';
import { collectList } from '../frame/selection-options.ts';
import type { Column } from '../text/table.ts';

export function command(cli: Cli): Command {
  return createCommand('group', 'Accounts that are allowed the same', [
    ['group add readers --member ada,bob --role viewer', 'both may find, view and download'],
    ['group grant readers --role editor --label project=knee', 'and edit what has this label'],
    ['group join readers carol', 'carol may all that too'],
    ['group leave readers bob', 'and bob no longer'],
  ])
    .addCommand(list(cli), { isDefault: true })
    .addCommand(add(cli))
    .addCommand(join(cli))
    .addCommand(leave(cli))
    .addCommand(grant(cli))
    .addCommand(ungrant(cli))
    .addCommand(remove(cli));
}

function list(cli: Cli): Command {
  return listCommand(cli, {
    summary: 'All groups',
    columns,
    none: 'There are no groups. `isocenter group add` makes one.',
    rows: async (session) => (await session.client.groupsList({}, session)).groups,
  });
}

function add(cli: Cli): Command {
  const command = createCommand('add', 'Make a group', [])
    .argument('<name>', 'small letters and digits')
    .option('--member <account>', 'who is in it; several with commas or by repeating', collectList);
  return addGrantOptions(addArchiveOptions(command)).action(
    (name: string, flags: GrantFlags & { member?: string[] }) =>
      withNewArchive(cli, { ...flags }, async (session) => {
        const request = { name, members: flags.member, grant: grantOf(flags) };
        return printGroup(session, await session.client.groupAdd(request, session));
      }),
  );
}

function join(cli: Cli): Command {
  const command = createCommand('join', 'Put accounts into a group', [])
    .argument('<name>')
    .argument('<accounts...>');
  return addArchiveOptions(command).action((name: string, members: string[], flags) =>
    withArchive(cli, flags, async (session) =>
      printGroup(session, await session.client.groupJoin({ name, members }, session)),
    ),
  );
}

function leave(cli: Cli): Command {
  const command = createCommand('leave', 'Take an account out of a group', [])
    .argument('<name>')
    .argument('<account>');
  return addArchiveOptions(command).action((name: string, member: string, flags) =>
    withArchive(cli, flags, async (session) =>
      printGroup(session, await session.client.groupLeave({ name, member }, session)),
    ),
  );
}

function grant(cli: Cli): Command {
  const command = createCommand('grant', 'Allow a group something', []).argument('<name>');
  return addGrantOptions(addArchiveOptions(command)).action((name: string, flags: GrantFlags) =>
    withArchive(cli, { ...flags }, async (session) =>
      printGroup(session, await session.client.groupGrant({ name, ...requiredGrant(flags) }, session)),
    ),
  );
}

function ungrant(cli: Cli): Command {
  const command = createCommand('ungrant', 'Take something back that was allowed', [])
    .argument('<name>')
    .argument('<id>', 'of the grant, as in `group list --json`');
  return addArchiveOptions(command).action((name: string, id: string, flags) =>
    withArchive(cli, flags, async (session) =>
      printGroup(session, await session.client.groupUngrant({ name, id }, session)),
    ),
  );
}

function remove(cli: Cli): Command {
  const command = createCommand('remove', 'Remove a group and its grants; its members stay', []).argument(
    '<name>',
  );
  return addArchiveOptions(command).action((name: string, flags) =>
    withArchive(cli, flags, async (session) => {
      const result = await session.client.groupRemove({ name }, session);
      printResult(session, result, [`Group ${name} is removed. Its members are still there.`]);
      return exitCodes.ok;
    }),
  );
}

function printGroup(session: Session, group: ListedGroup): ExitCode {
  printResult(session, group, [
    `${group.name} (${group.members.join(', ') || 'nobody is in it'}) may: ${describeGrants(group)}`,
  ]);
  return exitCodes.ok;
}

const describeGrants = ({ grants }: ListedGroup): string =>
  grants.map(describeGrant).join('; ') || 'nothing yet';

const columns: readonly Column<ListedGroup>[] = [
  { title: 'Name', value: ({ name }) => name, whole: true },
  { title: 'Members', value: ({ members }) => members.join(', ') },
  { title: 'May', value: describeGrants },
  { title: 'Made', value: ({ createdAt }) => createdAt.slice(0, 10) },
];
