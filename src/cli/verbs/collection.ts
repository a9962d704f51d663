import { type Command, InvalidArgumentError, Option } from 'commander';
import { IsocenterError } from '../../base/index.ts';
import {
  type ListedCollection,
  type MemberRight,
  memberRights,
  roles,
  type ShownCollection,
} from '../../contract/index.ts';
import type { Cli } from '../frame/cli.ts';
import {
  addArchiveOptions,
  createCommand,
  type Session,
  withArchive,
  withNewArchive,
} from '../frame/command.ts';
import { type ExitCode, exitCodes } from '../frame/exit-codes.ts';
import { parseExpiry } from '../frame/grant-options.ts';
import { listCommand } from '../frame/list-command.ts';
import { printResult } from '../frame/results.ts';
import { collectList, collectOneOf } from '../frame/selection-options.ts';
import { formatBytes, formatCountOf, parseBytes } from '../text/quantities.ts';
import type { Column } from '../text/table.ts';

export function command(cli: Cli): Command {
  return createCommand('collection', 'Labs, projects, households: studies that belong together', [
    ['collection add knee --owner ada --quota 500GB', 'ada decides who may see it'],
    ['collection put knee --study 1.2.3', 'the study belongs to it from now on'],
    ['collection admit knee --group readers --role viewer', 'they may find, view and download it'],
    ['collection admit knee --user bob --right store', 'what bob stores goes into it'],
  ])
    .addCommand(list(cli), { isDefault: true })
    .addCommand(show(cli))
    .addCommand(add(cli))
    .addCommand(update(cli))
    .addCommand(put(cli))
    .addCommand(take(cli))
    .addCommand(admit(cli))
    .addCommand(expel(cli))
    .addCommand(remove(cli));
}

function list(cli: Cli): Command {
  return listCommand(cli, {
    summary: 'All collections',
    columns,
    none: 'There are no collections. `isocenter collection add` makes one.',
    rows: async (session) => (await session.client.collectionsList({}, session)).collections,
  });
}

function show(cli: Cli): Command {
  const command = createCommand('show', 'A collection and its members', []).argument('<name>');
  return addArchiveOptions(command).action((name: string, flags) =>
    withArchive(cli, flags, async (session) =>
      printCollection(session, await session.client.collectionShow({ name }, session)),
    ),
  );
}

interface TermsFlags {
  readonly title?: string;
  readonly owner?: string;
  readonly quota?: number | null;
}

function addTerms(command: Command): Command {
  return addArchiveOptions(command)
    .option('--title <text>', 'for people')
    .option('--owner <account>', 'who decides who else may see it; `nobody`: administrators alone')
    .option('--quota <size>', 'how much it may hold, such as 500GB; `none`: no limit', parseQuota);
}

const termsOf = ({ title, owner, quota }: TermsFlags) => ({
  title,
  owner: owner === 'nobody' ? null : owner,
  quotaBytes: quota,
});

function add(cli: Cli): Command {
  const command = createCommand('add', 'Make a collection', []).argument('<name>', 'letters, digits, . _ -');
  return addTerms(command).action((name: string, flags: TermsFlags) =>
    withNewArchive(cli, { ...flags }, async (session) =>
      printCollection(session, await session.client.collectionAdd({ name, ...termsOf(flags) }, session)),
    ),
  );
}

function update(cli: Cli): Command {
  const command = createCommand('update', 'Change what is given', []).argument('<name>');
  return addTerms(command).action((name: string, flags: TermsFlags) =>
    withArchive(cli, { ...flags }, async (session) =>
      printCollection(session, await session.client.collectionUpdate({ name, ...termsOf(flags) }, session)),
    ),
  );
}

function put(cli: Cli): Command {
  const command = createCommand('put', 'Put studies into a collection; they leave the one they were in', [])
    .argument('<name>')
    .requiredOption('--study <uid>', 'a study, also one still to come; several with commas', collectList);
  return addArchiveOptions(command).action((name: string, flags: { study: string[] }) =>
    withArchive(cli, { ...flags }, async (session) => {
      const result = await session.client.collectionPut({ name, studies: flags.study }, session);
      printResult(session, result, [`${formatCountOf(result.studies, 'study', 'studies')} now in ${name}.`]);
      return exitCodes.ok;
    }),
  );
}

function take(cli: Cli): Command {
  const command = createCommand('take', 'Take studies out of a collection, into none', [])
    .argument('<name>')
    .requiredOption('--study <uid>', 'a study; several with commas or by repeating', collectList);
  return addArchiveOptions(command).action((name: string, flags: { study: string[] }) =>
    withArchive(cli, { ...flags }, async (session) => {
      const result = await session.client.collectionTake({ name, studies: flags.study }, session);
      printResult(session, result, [`${formatCountOf(result.studies, 'study', 'studies')} out of ${name}.`]);
      return exitCodes.ok;
    }),
  );
}

interface AdmitFlags {
  readonly user?: string;
  readonly group?: string;
  readonly role?: keyof typeof memberRoles;
  readonly right?: (MemberRight | 'read')[];
  readonly expires?: string;
}

const memberRoles = {
  viewer: roles.viewer,
  uploader: roles.uploader,
  contributor: [...roles.viewer, ...roles.uploader],
} as const satisfies Record<string, readonly MemberRight[]>;

function admit(cli: Cli): Command {
  const command = createCommand('admit', 'Let an account or a group into a collection', [])
    .argument('<name>')
    .option('--user <account>', 'an account')
    .option('--group <group>', 'a group')
    .addOption(new Option('--role <role>', 'rights that go together').choices(Object.keys(memberRoles)))
    .option(
      '--right <rights>',
      `what is allowed: ${memberRights.join(', ')}; several with commas`,
      collectOneOf([...memberRights, 'read']),
    )
    .option('--expires <when>', '30d, 12h or a date such as 2027-01-31 (default: never)', parseExpiry);
  return addArchiveOptions(command).action((name: string, flags: AdmitFlags) =>
    withArchive(cli, { ...flags }, async (session) => {
      const { user, group, role, right = [], expires: expiresAt } = flags;
      const rights = [...new Set([...(role ? memberRoles[role] : []), ...right])];
      if (rights.length === 0)
        throw new IsocenterError('input/invalid', { reason: 'Say what is allowed: --role or --right.' });
      const request = { name, user, group, rights, expiresAt };
      return printCollection(session, await session.client.collectionMemberAdd(request, session));
    }),
  );
}

function expel(cli: Cli): Command {
  const command = createCommand('expel', 'Take back what a member may do in a collection', [])
    .argument('<name>')
    .argument('<id>', 'as in `collection show`');
  return addArchiveOptions(command).action((name: string, id: string, flags) =>
    withArchive(cli, flags, async (session) =>
      printCollection(session, await session.client.collectionMemberRemove({ name, id }, session)),
    ),
  );
}

function remove(cli: Cli): Command {
  const command = createCommand('remove', 'Forget an empty collection and its members', []).argument(
    '<name>',
  );
  return addArchiveOptions(command).action((name: string, flags) =>
    withArchive(cli, flags, async (session) => {
      const result = await session.client.collectionRemove({ name }, session);
      printResult(session, result, [`Collection ${name} is forgotten.`]);
      return exitCodes.ok;
    }),
  );
}

function printCollection(session: Session, collection: ShownCollection): ExitCode {
  const { name, title, owner, members } = collection;
  printResult(session, collection, [
    `${name}${title === '' ? '' : ` (${title})`}: ${formatCountOf(collection.studies, 'study', 'studies')}, ${heldOf(collection)}, of ${owner ?? 'nobody'}`,
    ...members.map(
      ({ id, kind, name: who, rights, expiresAt }) =>
        `  ${id}  ${kind} ${who}: ${rights.join(' ')}${expiresAt === null ? '' : ` until ${expiresAt.slice(0, 10)}`}`,
    ),
  ]);
  return exitCodes.ok;
}

const heldOf = ({ bytes, quotaBytes }: ListedCollection): string =>
  quotaBytes === null ? formatBytes(bytes) : `${formatBytes(bytes)} of ${formatBytes(quotaBytes)}`;

function parseQuota(text: string): number | null {
  if (text === 'none') return null;
  const bytes = parseBytes(text);
  if (bytes === undefined) throw new InvalidArgumentError('Write 500GB, 1.5TB or none.');
  return bytes;
}

const columns: readonly Column<ListedCollection>[] = [
  { title: 'Name', value: ({ name }) => name, whole: true },
  { title: 'Title', value: ({ title }) => title },
  { title: 'Owner', value: ({ owner }) => owner ?? '' },
  { title: 'Studies', value: ({ studies }) => String(studies) },
  { title: 'Holds', value: heldOf },
];
