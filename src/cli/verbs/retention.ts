import type { Command } from 'commander';
import { minuteOf } from '../../base/index.ts';
import type { ListedRetention, RetentionStudy } from '../../contract/index.ts';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, withArchive } from '../frame/command.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { wholeNumber } from '../frame/numbers.ts';
import { printResult, printRows } from '../frame/results.ts';
import { formatBytes, formatCount, formatCountOf } from '../text/quantities.ts';
import type { Column } from '../text/table.ts';

export function command(cli: Cli): Command {
  return createCommand('retention', 'What goes into the trash by itself, to keep space free', [
    ['retention', 'what the automation file says, and what went last'],
    ['retention preview old-trial', 'what would go, and how much that frees'],
  ])
    .addCommand(list(cli), { isDefault: true })
    .addCommand(preview(cli));
}

function list(cli: Cli): Command {
  const command = createCommand('list', 'What goes by itself, and what went last', []);
  return addArchiveOptions(command).action((flags: object) =>
    withArchive(cli, { ...flags }, async (session) => {
      const { retention } = await session.client.retentionList({}, session);
      const none = 'Nothing goes by itself. `isocenter automation` shows how to say that something shall.';
      printRows(session, columns, retention, none);
      return retention.some(({ problem }) => problem !== null) ? exitCodes.problems : exitCodes.ok;
    }),
  );
}

const columns: readonly Column<ListedRetention>[] = [
  { title: 'Retention', value: ({ name }) => name, whole: true },
  { title: 'State', value: ({ isOn }) => (isOn ? 'on' : 'off') },
  { title: 'Older than', value: ({ olderThanDays }) => formatCountOf(olderThanDays, 'day'), align: 'right' },
  {
    title: 'Not viewed for',
    value: ({ notViewedForDays: days }) => (days === null ? '' : formatCountOf(days, 'day')),
    align: 'right',
  },
  {
    title: 'Disk',
    value: ({ whenFullerThan, untilBelow }) =>
      whenFullerThan === null ? '' : `above ${whenFullerThan} % down to ${untilBelow} %`,
  },
  { title: 'Copies', value: ({ copies }) => copies.join(', ') },
  { title: 'Last', value: ({ last }) => (last ? minuteOf(last.endedAt) : '') },
  { title: 'Went', value: ({ last }) => (last ? formatCountOf(last.studies, 'study', 'studies') : '') },
  { title: 'Freed', value: ({ last }) => (last ? formatBytes(last.bytes) : ''), align: 'right' },
  { title: 'Problem', value: ({ problem }) => problem?.title ?? '' },
];

interface PreviewFlags {
  readonly limit?: number;
}

function preview(cli: Cli): Command {
  const command = createCommand('preview', 'What would go, and how much that frees; nothing is done', []);
  return addArchiveOptions(command.argument('<name>', 'of the retention'))
    .option('--limit <n>', 'name at most so many studies (default: 100)', wholeNumber)
    .action((name: string, flags: PreviewFlags) =>
      withArchive(cli, { ...flags }, async (session) => {
        const found = await session.client.retentionPreview({ name, limit: flags.limit }, session);
        const { studies, total, disk, note } = found;
        if (session.json) printResult(session, found, []);
        else {
          session.out.tell(
            [
              `${formatCountOf(total.studies, 'study', 'studies')} would go, ${formatBytes(total.bytes)}: the disk from ${disk.fullNow} % to ${disk.fullThen} %.`,
              ...(total.protected > 0 ? [`${formatCount(total.protected)} protected.`] : []),
              ...(note === null ? [] : [note]),
            ].join(' '),
          );
          printRows(session, studyColumns, studies, 'Nothing is old enough.');
        }
        return exitCodes.ok;
      }),
    );
}

const studyColumns: readonly Column<RetentionStudy>[] = [
  { title: 'Study', value: ({ studyInstanceUid }) => studyInstanceUid, whole: true },
  {
    title: 'Series',
    value: ({ seriesInstanceUids }) => formatCount(seriesInstanceUids.length),
    align: 'right',
  },
  { title: 'Images', value: ({ instances }) => formatCount(instances), align: 'right' },
  { title: 'Size', value: ({ bytes }) => formatBytes(bytes), align: 'right' },
  { title: 'Came', value: ({ receivedAt }) => minuteOf(receivedAt) },
  { title: 'Stays', value: ({ keptBecause }) => keptBecause ?? '' },
];
