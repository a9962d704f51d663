import type { Command } from 'commander';
import { IsocenterError, minuteOf } from '../../base/index.ts';
import type { TrashEntry } from '../../contract/index.ts';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, type Session, withArchive } from '../frame/command.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { wholeNumber } from '../frame/numbers.ts';
import { printResult, printRows } from '../frame/results.ts';
import { formatBytes, formatCount, formatCountOf } from '../text/quantities.ts';
import type { Column } from '../text/table.ts';

export function command(cli: Cli): Command {
  return createCommand('trash', 'See, restore or purge what was removed', [
    ['trash list', 'what is there, and until when'],
    ['trash restore 12', 'bring it back'],
    ['trash purge', 'delete what is past its grace period'],
    ['trash purge 12 --yes', 'delete this now; it cannot be undone'],
  ])
    .addCommand(list(cli), { isDefault: true })
    .addCommand(restore(cli))
    .addCommand(purge(cli));
}

function list(cli: Cli): Command {
  return addArchiveOptions(createCommand('list', 'What is in the trash', []))
    .option('--limit <n>', 'at most so many (default: 100)', wholeNumber)
    .action((flags: { limit?: number }) =>
      withArchive(cli, { ...flags }, async (session) => {
        const { entries } = await session.client.trashList({ limit: flags.limit }, session);
        printRows(session, columns, entries, 'The trash is empty.');
        return exitCodes.ok;
      }),
    );
}

function restore(cli: Cli): Command {
  const command = createCommand('restore', 'Bring things back', []).argument('<id...>', 'as in `trash list`');
  return addArchiveOptions(command).action((ids: string[], flags) =>
    withArchive(cli, flags, async (session) => {
      const restored = await session.client.trashRestore({ ids }, session);
      printResult(session, restored, [`${describeItems(restored)} restored.`]);
      return exitCodes.ok;
    }),
  );
}

function purge(cli: Cli): Command {
  const command = createCommand(
    'purge',
    'Delete for good what is past its grace period, or what is named',
    [],
  )
    .argument('[id...]', 'as in `trash list`')
    .option('--yes', 'delete what is named although it could still be restored');
  return addArchiveOptions(command).action((ids: string[], flags: { yes?: boolean }) =>
    withArchive(cli, { ...flags }, async (session) => {
      if (ids.length > 0 && !flags.yes) {
        const reason = 'This deletes for good, before the grace period ends. Add --yes to do it.';
        throw new IsocenterError('input/invalid', { reason });
      }
      const left = await quarantinedOf(session, ids);
      const purged = await session.client.trashPurge({ ids: ids.length > 0 ? ids : undefined }, session);
      printResult(session, purged, [`${describeItems(purged)} deleted, ${formatBytes(purged.bytes)} freed.`]);
      if (left.length > 0)
        session.out.tell(
          `${formatCountOf(left.length, 'file')} of these studies in quarantine stayed. To delete: isocenter quarantine discard --yes ${left.join(' ')}`,
        );
      return exitCodes.ok;
    }),
  );
}

async function quarantinedOf({ client, signal }: Session, ids: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const id of ids)
    found.push(...(await client.trashQuarantined({ id }, { signal })).files.map((file) => file.id));
  return [...new Set(found)];
}

/** Files are named only where there are some. */
function describeItems({ instances, files }: Pick<TrashEntry, 'instances' | 'files'>): string {
  const images = formatCountOf(instances, 'image');
  if (files === 0) return images;
  return instances === 0 ? formatCountOf(files, 'file') : `${images} and ${formatCountOf(files, 'file')}`;
}

const columns: readonly Column<TrashEntry>[] = [
  { title: 'ID', value: ({ id }) => id, whole: true },
  { title: 'Removed', value: ({ removedAt }) => minuteOf(removedAt) },
  { title: 'Kept until', value: ({ keptUntil }) => keptUntil.slice(0, 10) },
  { title: 'By', value: ({ actor }) => actor },
  { title: 'Images', value: ({ instances }) => formatCount(instances), align: 'right' },
  { title: 'Files', value: ({ files }) => (files > 0 ? formatCount(files) : ''), align: 'right' },
  { title: 'Size', value: ({ bytes }) => formatBytes(bytes), align: 'right' },
  {
    title: 'What',
    value: (entry) => entry.sopInstanceUid ?? entry.seriesInstanceUid ?? entry.studyInstanceUid ?? '',
  },
  { title: 'Reason', value: ({ reason }) => reason },
];
