import type { Command } from 'commander';
import { minuteOf } from '../../base/index.ts';
import { describeScope, type ListedToken } from '../../contract/index.ts';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, withArchive, withNewArchive } from '../frame/command.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { addGrantOptions, describeGrant, type GrantFlags, requiredGrant } from '../frame/grant-options.ts';
import { listCommand } from '../frame/list-command.ts';
import { printResult } from '../frame/results.ts';
import type { Column } from '../text/table.ts';

export function command(cli: Cli): Command {
  return createCommand('token', 'Let programs in over HTTP', [
    [
      'token create backup --right find,download',
      'may find and download everything; the token is printed this once',
    ],
    ['token create uploader --role uploader --expires 30d', 'may only bring images in, for 30 days'],
    ['token create study-7 --role viewer --study 1.2.3', 'sees this study and nothing else'],
    ['token list', 'all of them, without their secrets'],
    ['token revoke 0f1e2d3c4b5a', 'it is worthless from now on'],
  ])
    .addCommand(create(cli))
    .addCommand(list(cli), { isDefault: true })
    .addCommand(revoke(cli));
}

function create(cli: Cli): Command {
  const command = createCommand('create', 'Make a token and print it, this once', []).argument(
    '<name>',
    'what it is for',
  );
  return addGrantOptions(addArchiveOptions(command)).action((name: string, flags: GrantFlags) =>
    withNewArchive(cli, { ...flags }, async (session) => {
      const created = await session.client.tokenCreate({ name, ...requiredGrant(flags) }, session);
      if (!session.json)
        session.out.tell(
          `Token ${created.id} (${name}) allows ${describeGrant(created)}. It is shown this once; send it as "Authorization: Bearer ...".`,
        );
      printResult(session, created, [created.token]);
      return exitCodes.ok;
    }),
  );
}

function list(cli: Cli): Command {
  return listCommand(cli, {
    summary: 'All tokens',
    columns,
    none: 'There are no tokens. `isocenter token create` makes one.',
    rows: async (session) => (await session.client.tokensList({}, session)).tokens,
  });
}

function revoke(cli: Cli): Command {
  const command = createCommand('revoke', 'Make a token worthless', []).argument(
    '<id>',
    'as in `token list`: the middle part of the token',
  );
  return addArchiveOptions(command).action((id: string, flags) =>
    withArchive(cli, flags, async (session) => {
      const result = await session.client.tokenRevoke({ id }, session);
      printResult(session, result, [`Token ${id} is revoked.`]);
      return exitCodes.ok;
    }),
  );
}

const columns: readonly Column<ListedToken>[] = [
  { title: 'ID', value: ({ id }) => id, whole: true },
  { title: 'Name', value: ({ name }) => name },
  { title: 'For', value: ({ owner }) => owner ?? 'itself' },
  { title: 'May', value: ({ rights }) => rights.join(' ') },
  { title: 'On', value: ({ scope }) => describeScope(scope) },
  { title: 'Until', value: ({ expiresAt }) => (expiresAt === null ? 'it is revoked' : minuteOf(expiresAt)) },
  { title: 'Made', value: ({ createdAt }) => createdAt.slice(0, 10) },
  { title: 'Used', value: ({ usedAt }) => usedAt?.slice(0, 10) ?? 'never' },
];
