import type { Command } from 'commander';
import { minuteOf } from '../../base/index.ts';
import type { InboxFile, ListedInbox } from '../../contract/index.ts';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, withArchive } from '../frame/command.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { wholeNumber } from '../frame/numbers.ts';
import { printResult, printRows } from '../frame/results.ts';
import { formatCount, formatCountOf } from '../text/quantities.ts';
import type { Column } from '../text/table.ts';
import { printable } from '../text/width.ts';

export function command(cli: Cli): Command {
  return createCommand('inboxes', 'Folders whose files are taken in', [
    ['inboxes', 'inboxes of the automation file, what waits in them, what came last'],
    ['inboxes show scanner-share', 'which files were not taken in, and why'],
    ['inboxes check scanner-share', 'look into it now'],
  ])
    .addCommand(list(cli), { isDefault: true })
    .addCommand(show(cli))
    .addCommand(check(cli));
}

function list(cli: Cli): Command {
  return addArchiveOptions(createCommand('list', 'Inboxes, and how they do', [])).action((flags: object) =>
    withArchive(cli, { ...flags }, async (session) => {
      const { inboxes } = await session.client.inboxesList({}, session);
      const none = 'There are no inboxes. `isocenter automation` shows how to write one.';
      printRows(session, inboxColumns, inboxes, none);
      return inboxes.some(needsAPerson) ? exitCodes.problems : exitCodes.ok;
    }),
  );
}

const needsAPerson = ({ problem, refused }: ListedInbox): boolean => problem !== null || refused > 0;

const count = (title: string, value: (inbox: ListedInbox) => number): Column<ListedInbox> => ({
  title,
  value: (inbox) => formatCount(value(inbox)),
  align: 'right',
});

const inboxColumns: readonly Column<ListedInbox>[] = [
  { title: 'Inbox', value: ({ name }) => name, whole: true },
  { title: 'State', value: ({ isOn, state }) => (isOn ? state : 'off') },
  count('Waiting', ({ waiting }) => waiting),
  count('Ready', ({ ready }) => ready),
  count('Taken', ({ total }) => total),
  { title: 'Last', value: ({ lastTakenAt }) => (lastTakenAt === null ? '' : minuteOf(lastTakenAt)) },
  count('Not DICOM', ({ foreign }) => foreign),
  count('Refused', ({ refused }) => refused),
  { title: 'Folder', value: ({ folder }) => folder },
  { title: 'Problem', value: ({ problem }) => problem?.title ?? '' },
];

interface ShowFlags {
  readonly limit?: number;
}

function show(cli: Cli): Command {
  const command = createCommand('show', 'Files of an inbox that were not taken in, the newest first', []);
  return addArchiveOptions(command.argument('<name>', 'of the inbox'))
    .option('--limit <n>', 'at most so many (default: 100)', wholeNumber)
    .action((name: string, flags: ShowFlags) =>
      withArchive(cli, { ...flags }, async (session) => {
        const shown = await session.client.inboxShow({ name, limit: flags.limit }, session);
        if (session.json) printResult(session, shown, []);
        else printRows(session, fileColumns, shown.files, 'Every file was taken in.');
        return needsAPerson(shown.inbox) ? exitCodes.problems : exitCodes.ok;
      }),
    );
}

const fileColumns: readonly Column<InboxFile>[] = [
  { title: 'File', value: ({ path }) => printable(path), whole: true },
  { title: 'State', value: ({ state }) => stateWords[state] },
  { title: 'Since', value: ({ at }) => minuteOf(at) },
  { title: 'Reason', value: ({ reason }) => reason?.title ?? '' },
];

const stateWords = { taken: 'taken in, stays', foreign: 'not DICOM', refused: 'refused' } as const;

function check(cli: Cli): Command {
  const command = createCommand('check', 'Look into an inbox now; what is not whole yet still waits', []);
  return addArchiveOptions(command.argument('<name>', 'of the inbox')).action((name: string, flags: object) =>
    withArchive(cli, { ...flags }, async (session) => {
      const inbox = await session.client.inboxCheck({ name }, session);
      printResult(session, inbox, [
        `${formatCountOf(inbox.waiting, 'file')} may not be whole yet, ${formatCountOf(inbox.ready, 'file')} will be taken in now, ${formatCountOf(inbox.total, 'file')} came so far.`,
        ...(inbox.problem === null ? [] : [inbox.problem.title]),
      ]);
      return needsAPerson(inbox) ? exitCodes.problems : exitCodes.ok;
    }),
  );
}
