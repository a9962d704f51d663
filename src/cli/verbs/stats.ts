import type { Command } from 'commander';
import type { Stats } from '../../contract/index.ts';
import { uidEntry } from '../../dicom/index.ts';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, type Session, withArchive } from '../frame/command.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { formatBytes, formatCount } from '../text/quantities.ts';
import { type Column, formatTable } from '../text/table.ts';
import { describeCounts } from './status.ts';

type Facet = Stats['modalities'];

export function command(cli: Cli): Command {
  const stats = createCommand('stats', 'What the archive holds, by modality, year and more', [
    ['stats', 'as tables'],
    ['stats --json', 'for a program'],
  ]);
  return addArchiveOptions(stats).action((flags) =>
    withArchive(cli, flags, async (session) => {
      printStats(session, await session.client.stats({}, session));
      return exitCodes.ok;
    }),
  );
}

function printStats({ out, json }: Session, stats: Stats): void {
  if (json) {
    out.print(JSON.stringify(stats, undefined, 2));
    return;
  }
  const tables: [string, Facet][] = [
    ['Modality', stats.modalities],
    ['Year', stats.years.toSorted((a, b) => a.value.localeCompare(b.value))],
    ['Kind', stats.sopClasses],
    ['Encoding', stats.transferSyntaxes],
    ['Sender', stats.senders],
  ];
  out.print(describeCounts(stats.counts));
  for (const [title, facet] of tables) {
    if (facet.length > 0) out.print(`\n${formatTable(facetColumns(title), facet, out.width)}`);
  }
}

function facetColumns(title: string): Column<Facet[number]>[] {
  return [
    { title, value: ({ value }) => uidEntry(value)?.name ?? (value || '(none)') },
    { title: 'Studies', value: ({ studies }) => formatCount(studies), align: 'right' },
    { title: 'Images', value: ({ instances }) => formatCount(instances), align: 'right' },
    { title: 'Size', value: ({ bytes }) => formatBytes(bytes), align: 'right' },
  ];
}
