import { type Command, InvalidArgumentError } from 'commander';
import { IsocenterError, minuteOf } from '../../base/index.ts';
import { type CreatedShare, describeScope, type ListedShare } from '../../contract/index.ts';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, type Session, withArchive } from '../frame/command.ts';
import { type ExitCode, exitCodes } from '../frame/exit-codes.ts';
import { addRuleOptions, parseExpiry, type RuleFlags, rulesOf } from '../frame/grant-options.ts';
import { listCommand } from '../frame/list-command.ts';
import { wholeNumber } from '../frame/numbers.ts';
import { printResult } from '../frame/results.ts';
import { formatBytes, formatCount, parseBytes } from '../text/quantities.ts';
import type { Column } from '../text/table.ts';

interface LinkFlags {
  readonly expires?: string;
  readonly title?: string;
  readonly code?: boolean;
  readonly url?: string;
}

interface ShareFlags extends LinkFlags, RuleFlags {
  readonly viewOnly?: boolean;
  readonly hideIdentity?: boolean;
}

export function command(cli: Cli): Command {
  return createCommand('share', 'Links for somebody without an account: to see studies, or to send some', [
    ['share create --study 1.2.3 --expires 14d', 'prints a link, this once'],
    [
      'share create --study 1.2.3 --code --url https://images.example.org',
      'asks for a code too; tell it apart',
    ],
    ['share create --person 2.25.1', 'all that the archive has of a person, also what is still to come'],
    ['share create --study 1.2.3 --view-only', 'to be looked at, not to be downloaded'],
    ['share create --study 1.2.3 --hide-identity', 'pictures alone, without name and IDs; to be looked at'],
    ['share create --label teaching=knee', 'whatever has the label while the link is open'],
    [
      'share upload --collection inbox --max-size 50GB',
      'whoever has the link sends images into the collection',
    ],
    ['share list', 'links that were made'],
    ['share revoke 0f1e2d3c4b5a', 'it is worthless from now on'],
    ['share restore 0f1e2d3c4b5a', 'it opens again after all, until its day'],
  ])
    .addCommand(list(cli), { isDefault: true })
    .addCommand(create(cli))
    .addCommand(upload(cli))
    .addCommand(revoke(cli))
    .addCommand(restore(cli));
}

function create(cli: Cli): Command {
  const command = addRuleOptions(createCommand('create', 'Make a link', []))
    .option('--view-only', 'whoever opens it sees the images, and downloads no files')
    .option(
      '--hide-identity',
      'whoever opens it sees pictures without name, birth date and IDs, and downloads no files; what is drawn in a picture stays',
    );
  return addArchiveOptions(addLinkOptions(command)).action((flags: ShareFlags) =>
    withArchive(cli, { ...flags }, async (session) => {
      const rules = rulesOf(flags);
      if (rules.length === 0)
        throw new IsocenterError('input/invalid', {
          reason: 'Say what: --study, --patient, --person, --collection or --label.',
        });
      const created = await session.client.shareCreate(
        {
          title: flags.title,
          scope: { kind: 'rules', rules },
          expiresAt: expiryOf(flags),
          withCode: flags.code,
          viewOnly: flags.viewOnly,
          hidesIdentity: flags.hideIdentity,
        },
        session,
      );
      return printLink(session, created, flags);
    }),
  );
}

interface UploadFlags extends LinkFlags {
  readonly collection: string;
  readonly maxFiles?: number;
  readonly maxSize?: number;
}

function upload(cli: Cli): Command {
  const command = createCommand('upload', 'Make a link by which somebody sends images into a collection', [])
    .requiredOption('--collection <name>', 'where they go')
    .option('--max-files <count>', 'files at most, zips counting as one (default: 10000)', wholeNumber)
    .option('--max-size <size>', 'in all at most, such as 50GB (default: 100GB)', parseSize);
  return addArchiveOptions(addLinkOptions(command)).action((flags: UploadFlags) =>
    withArchive(cli, { ...flags }, async (session) => {
      const { title, collection, code: withCode, maxFiles, maxSize: maxBytes } = flags;
      const request = { title, collection, expiresAt: expiryOf(flags), withCode, maxFiles, maxBytes };
      return printLink(session, await session.client.uploadLinkCreate(request, session), flags);
    }),
  );
}

const DEFAULT_EXPIRY = '14d';

function addLinkOptions(command: Command): Command {
  return command
    .option(
      '--expires <when>',
      `14d, 12h or a date such as 2027-01-31 (default: ${DEFAULT_EXPIRY})`,
      parseExpiry,
    )
    .option('--title <text>', 'shown to whoever opens it')
    .option('--code', 'ask for a code that is told apart from the link, and works for one browser')
    .option('--url <base>', 'where the server is reached (default: http://localhost and its port)');
}

const expiryOf = ({ expires }: LinkFlags): string => expires ?? parseExpiry(DEFAULT_EXPIRY);

function printLink(session: Session, created: CreatedShare, { url }: LinkFlags): ExitCode {
  const base = url ?? `http://localhost:${session.settings.httpPort}`;
  const link = `${base.replace(/\/+$/, '')}${created.path}`;
  const code = created.code === null ? [] : [`Code: ${created.code}`];
  printResult(session, { ...created, link }, [link, ...code]);
  return exitCodes.ok;
}

function parseSize(text: string): number {
  const bytes = parseBytes(text);
  if (bytes === undefined) throw new InvalidArgumentError('Write 50GB or 1.5TB.');
  return bytes;
}

function describeUse({ upload }: ListedShare): string {
  if (upload === null) return '';
  const { files, maxFiles, bytes, maxBytes } = upload;
  return `${files} of ${maxFiles} files, ${formatBytes(bytes)} of ${formatBytes(maxBytes)}`;
}

const describeOpenings = ({ times, lastAt }: ListedShare['opened']): string =>
  lastAt === null ? 'never' : `${formatCount(times)}, last ${minuteOf(lastAt)}`;

function list(cli: Cli): Command {
  return listCommand(cli, {
    summary: 'All links',
    columns,
    none: 'Nothing is shared.',
    rows: async (session) => (await session.client.sharesList({}, session)).shares,
  });
}

function revoke(cli: Cli): Command {
  const command = createCommand('revoke', 'Make a link worthless, also where it is open', []).argument(
    '<id>',
    'as in `share list`',
  );
  return addArchiveOptions(command).action((id: string, flags) =>
    withArchive(cli, flags, async (session) => {
      const result = await session.client.shareRevoke({ id }, session);
      printResult(session, result, [`Share ${id} is revoked.`]);
      return exitCodes.ok;
    }),
  );
}

function restore(cli: Cli): Command {
  const command = createCommand('restore', 'Let a link that was revoked open again', []).argument(
    '<id>',
    'as in `share list`',
  );
  return addArchiveOptions(command).action((id: string, flags) =>
    withArchive(cli, flags, async (session) => {
      const result = await session.client.shareRestore({ id }, session);
      printResult(session, result, [`Share ${id} opens again.`]);
      return exitCodes.ok;
    }),
  );
}

const describeEnd = ({ revokedAt, expiresAt }: ListedShare): string => {
  if (revokedAt !== null) return `revoked ${minuteOf(revokedAt)}`;
  return expiresAt === null ? '' : minuteOf(expiresAt);
};

function describeRights({ upload, viewOnly, hidesIdentity }: ListedShare): string {
  if (upload) return 'send';
  if (hidesIdentity) return 'view, without names';
  return viewOnly ? 'view' : 'view, download';
}

const columns: readonly Column<ListedShare>[] = [
  { title: 'ID', value: ({ id }) => id, whole: true },
  { title: 'Title', value: ({ title }) => title },
  { title: 'What', value: ({ scope, upload }) => `${upload ? 'into ' : ''}${describeScope(scope)}` },
  { title: 'Until', value: describeEnd },
  { title: 'May', value: describeRights },
  { title: 'Opened', value: ({ opened }) => describeOpenings(opened) },
  { title: 'Sent', value: describeUse },
  { title: 'Code', value: ({ hasCode }) => (hasCode ? 'yes' : '') },
  { title: 'By', value: ({ createdBy }) => createdBy },
];
