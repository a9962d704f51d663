import { type Command, Option } from 'commander';
import type { ListedPasskey, ListedUser } from '../../contract/index.ts';
import type { Cli } from '../frame/cli.ts';
import {
  addArchiveOptions,
  createCommand,
  type Session,
  withArchive,
  withNewArchive,
} from '../frame/command.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import {
  addGrantOptions,
  describeGrant,
  type GrantFlags,
  grantOf,
  requiredGrant,
} from '../frame/grant-options.ts';
import { listCommand } from '../frame/list-command.ts';
import { printResult, printRows } from '../frame/results.ts';
import { readSecret } from '../frame/secret-input.ts';
import type { Column } from '../text/table.ts';

export function command(cli: Cli): Command {
  return createCommand('user', 'Accounts of people, and what they may do', [
    ['user add ada --role administrator', 'asks for a password; may do everything'],
    ['user add visitor --role viewer --study 1.2.3 --expires 30d', 'sees one study, for 30 days'],
    ['user grant visitor --role viewer --patient KEY', 'sees this patient as well'],
    ['user password ada', 'for who forgot it; ends all sessions of the account'],
    ['user invite visitor', 'a link by which they choose the password themselves'],
    ['user disable visitor', 'can do nothing until `user enable visitor`'],
    ['user totp ada --off', 'for who lost the phone; asks for no code any more'],
    ['user remove visitor', 'with grants, tokens and sessions; what was stored stays'],
  ])
    .addCommand(list(cli), { isDefault: true })
    .addCommand(add(cli))
    .addCommand(password(cli))
    .addCommand(invite(cli))
    .addCommand(disable(cli))
    .addCommand(enable(cli))
    .addCommand(totp(cli))
    .addCommand(passkeys(cli))
    .addCommand(grant(cli))
    .addCommand(ungrant(cli))
    .addCommand(remove(cli));
}

function list(cli: Cli): Command {
  return listCommand(cli, {
    summary: 'All accounts',
    columns,
    none: 'There are no accounts. `isocenter user add` makes one.',
    rows: async (session) => (await session.client.usersList({}, session)).users,
  });
}

function add(cli: Cli): Command {
  const command = createCommand('add', 'Make an account; asks for its password', [])
    .argument('<name>', 'small letters and digits')
    .addOption(new Option('--no-password', 'without one: it cannot log in until it has one'));
  return addGrantOptions(addArchiveOptions(command)).action(
    (name: string, flags: GrantFlags & { password: boolean }) =>
      withNewArchive(cli, { ...flags }, async (session) => {
        const granted = grantOf(flags);
        const secret = flags.password ? await readSecret(session.out, `Password for ${name}:`) : undefined;
        const user = await session.client.userAdd({ name, password: secret, grant: granted }, session);
        return printUser(session, user);
      }),
  );
}

function password(cli: Cli): Command {
  const command = createCommand('password', 'Set a password; ends all sessions of the account', []).argument(
    '<name>',
  );
  return addArchiveOptions(command).action((name: string, flags) =>
    withArchive(cli, flags, async (session) => {
      const secret = await readSecret(session.out, `New password for ${name}:`);
      return printUser(session, await session.client.userPassword({ name, password: secret }, session));
    }),
  );
}

function invite(cli: Cli): Command {
  const command = createCommand(
    'invite',
    'Make a link by which somebody chooses their password',
    [],
  ).argument('<name>');
  return addArchiveOptions(command).action((name: string, flags) =>
    withArchive(cli, flags, async (session) => {
      const invitation = await session.client.userInvite({ name }, session);
      printResult(session, invitation, [
        `${invitation.path}`,
        `Behind the address of this server. It works once, until ${invitation.expiresAt.slice(0, 10)}, and is shown this once.`,
      ]);
      return exitCodes.ok;
    }),
  );
}

function disable(cli: Cli): Command {
  const command = createCommand('disable', 'Let an account do nothing; ends its sessions', []).argument(
    '<name>',
  );
  return addArchiveOptions(command).action((name: string, flags) =>
    withArchive(cli, flags, async (session) =>
      printUser(session, await session.client.userDisable({ name }, session)),
    ),
  );
}

function enable(cli: Cli): Command {
  const command = createCommand('enable', 'Let a disabled account do what it is allowed', []).argument(
    '<name>',
  );
  return addArchiveOptions(command).action((name: string, flags) =>
    withArchive(cli, flags, async (session) =>
      printUser(session, await session.client.userEnable({ name }, session)),
    ),
  );
}

function totp(cli: Cli): Command {
  const command = createCommand('totp', 'Stop asking an account for the code of its app', [])
    .argument('<name>')
    .addOption(new Option('--off', 'the account logs in with its password alone').makeOptionMandatory());
  return addArchiveOptions(command).action((name: string, flags) =>
    withArchive(cli, flags, async (session) =>
      printUser(session, await session.client.userTotpOff({ name }, session)),
    ),
  );
}

function passkeys(cli: Cli): Command {
  const command = createCommand('passkeys', 'Passkeys of an account', [])
    .argument('<name>')
    .addOption(new Option('--remove <id>', 'for a device that was lost'));
  return addArchiveOptions(command).action((name: string, flags: { remove?: string }) =>
    withArchive(cli, { ...flags }, async (session) => {
      if (flags.remove !== undefined)
        await session.client.userPasskeyRemove({ name, id: flags.remove }, session);
      const { passkeys: left } = await session.client.userPasskeys({ name }, session);
      printRows(session, passkeyColumns, left, `${name} has no passkeys.`);
      return exitCodes.ok;
    }),
  );
}

const passkeyColumns: readonly Column<ListedPasskey>[] = [
  { title: 'Name', value: ({ name }) => name },
  { title: 'For', value: ({ site }) => site },
  { title: 'Added', value: ({ createdAt }) => createdAt.slice(0, 10) },
  { title: 'Used', value: ({ usedAt }) => usedAt?.slice(0, 10) ?? 'never' },
  { title: 'ID', value: ({ id }) => id, whole: true },
];

function grant(cli: Cli): Command {
  const command = createCommand('grant', 'Allow an account something', []).argument('<name>');
  return addGrantOptions(addArchiveOptions(command)).action((name: string, flags: GrantFlags) =>
    withArchive(cli, { ...flags }, async (session) =>
      printUser(session, await session.client.userGrant({ name, ...requiredGrant(flags) }, session)),
    ),
  );
}

function ungrant(cli: Cli): Command {
  const command = createCommand('ungrant', 'Take something back that was allowed', [])
    .argument('<name>')
    .argument('<id>', 'of the grant, as in `user list --json`');
  return addArchiveOptions(command).action((name: string, id: string, flags) =>
    withArchive(cli, flags, async (session) =>
      printUser(session, await session.client.userUngrant({ name, id }, session)),
    ),
  );
}

function remove(cli: Cli): Command {
  const command = createCommand('remove', 'Remove an account, its grants, tokens and sessions', []).argument(
    '<name>',
  );
  return addArchiveOptions(command).action((name: string, flags) =>
    withArchive(cli, flags, async (session) => {
      const result = await session.client.userRemove({ name }, session);
      printResult(session, result, [`Account ${name} is removed. What it stored stays in the archive.`]);
      return exitCodes.ok;
    }),
  );
}

function printUser(session: Session, user: ListedUser) {
  printResult(session, user, [
    `${user.name} (${user.isDisabled ? 'disabled' : waysIn(user)}) may: ${describeGrants(user) || 'nothing yet; `isocenter user grant` allows something'}`,
  ]);
  return exitCodes.ok;
}

const describeGrants = ({ grants, groups }: ListedUser): string =>
  [...grants.map(describeGrant), ...groups.map((name) => `what group ${name} may`)].join('; ');
function waysIn({ hasPassword, hasTotp, passkeys: count, identity }: ListedUser): string {
  const ways = [
    ...(hasPassword ? [hasTotp ? 'password and code' : 'password'] : []),
    ...(count > 0 ? [count === 1 ? 'passkey' : `${count} passkeys`] : []),
    ...(identity ? ['single sign-on'] : []),
  ];
  return ways.join(', ') || 'nothing yet';
}

const columns: readonly Column<ListedUser>[] = [
  { title: 'Name', value: ({ name }) => name, whole: true },
  { title: 'Logs in with', value: (user) => (user.isDisabled ? 'disabled' : waysIn(user)) },
  { title: 'May', value: (user) => describeGrants(user) || 'nothing' },
  { title: 'Seen', value: ({ seenAt }) => seenAt?.slice(0, 10) ?? 'never' },
  { title: 'Made', value: ({ createdAt }) => createdAt.slice(0, 10) },
];
