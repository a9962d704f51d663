import type { Command } from 'commander';
import { IsocenterError, minuteOf } from '../../base/index.ts';
import type { ListedExtension } from '../../contract/index.ts';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, withArchive } from '../frame/command.ts';
import { type ExitCode, exitCodes } from '../frame/exit-codes.ts';
import { printResult, printRows } from '../frame/results.ts';
import { formatCount } from '../text/quantities.ts';
import type { Column } from '../text/table.ts';

export function command(cli: Cli): Command {
  return createCommand('extensions', 'Programs of yours that the archive calls', [
    ['extensions list', 'what there is, what it offers and how it does'],
    ['extensions show series-log', 'what one offers, what is wrong with it and what it printed last'],
  ])
    .addCommand(list(cli), { isDefault: true })
    .addCommand(show(cli));
}

function list(cli: Cli): Command {
  return addArchiveOptions(createCommand('list', 'Extensions, and how they do', [])).action((flags: object) =>
    withArchive(cli, { ...flags }, async (session) => {
      const { extensions } = await session.client.extensionsList({}, session);
      printRows(
        session,
        columns,
        extensions,
        'There are no extensions: the folder "extensions" of the data directory has none.',
      );
      return exitCodeOf(extensions);
    }),
  );
}

const columns: readonly Column<ListedExtension>[] = [
  { title: 'Extension', value: ({ name }) => name, whole: true },
  { title: 'State', value: ({ state }) => state },
  {
    title: 'Offers',
    value: ({ conditions, actions, names, routes, links }) =>
      namesOf([...conditions, ...actions, ...names, ...routes, ...links]),
  },
  { title: 'Calls', value: ({ calls }) => formatCount(calls), align: 'right' },
  { title: 'Failed', value: ({ failures }) => formatCount(failures), align: 'right' },
  { title: 'Problem', value: ({ problems }) => problems.map(({ title }) => title).join(' ') },
];

const namesOf = (offers: readonly { readonly name: string }[]): string =>
  offers.map(({ name }) => name).join(', ');

function show(cli: Cli): Command {
  const command = createCommand('show', 'One extension, and what it printed last', []);
  return addArchiveOptions(command.argument('<name>', 'of the extension')).action(
    (name: string, flags: object) =>
      withArchive(cli, { ...flags }, async (session) => {
        const { extensions } = await session.client.extensionsList({}, session);
        const shown = extensions.find((one) => one.name === name);
        if (!shown) throw new IsocenterError('archive/not-found', { what: 'extension' });
        printResult(session, shown, describe(shown));
        return exitCodeOf([shown]);
      }),
  );
}

const describe = ({
  about,
  conditions,
  actions,
  names,
  routes,
  links,
  problems,
  printed,
  ...extension
}: ListedExtension): string[] => [
  `${extension.name}: ${extension.state}${about === '' ? '' : `. ${about}.`}`,
  ...conditions.map((one) => `  if   ${extension.name}.${one.name}  ${one.about}`.trimEnd()),
  ...actions.map((one) => `  do   ${extension.name}.${one.name}  ${one.about}`.trimEnd()),
  ...names.map((one) => `  name {${extension.name}.${one.name}}  ${one.about}`.trimEnd()),
  ...routes.map((one) =>
    `  POST /api/extensions/${extension.name}/routes/${one.name}  ${one.about}`.trimEnd(),
  ),
  ...links.map(({ page, title, href }) => `  link on the page of a ${page}: ${title}  ${href}`),
  ...problems.map(({ title }) => title),
  ...(printed.length > 0 ? ['', 'It printed:'] : []),
  ...printed.map(({ at, text }) => `  ${minuteOf(at)}  ${text}`),
];

const exitCodeOf = (extensions: readonly ListedExtension[]): ExitCode =>
  extensions.some(({ problems }) => problems.length > 0) ? exitCodes.problems : exitCodes.ok;
