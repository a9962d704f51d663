import type { Command } from 'commander';
import type { ResultFor } from '../../contract/index.ts';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, withArchive } from '../frame/command.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { wholeNumber } from '../frame/numbers.ts';
import { printRows } from '../frame/results.ts';
import { formatCount } from '../text/quantities.ts';
import type { Column } from '../text/table.ts';

type Scanner = ResultFor<'scannersList'>['scanners'][number];

export function command(cli: Cli): Command {
  const scanners = createCommand('scanners', 'Devices that series came from', [
    ['scanners', 'other software versions are another scanner'],
  ]).option('--limit <n>', 'at most so many (default: 1000)', wholeNumber);
  return addArchiveOptions(scanners).action((flags: { limit?: number }) =>
    withArchive(cli, { ...flags }, async (session) => {
      const { scanners: found } = await session.client.scannersList({ limit: flags.limit }, session);
      printRows(session, columns, found, 'No series says what made it.');
      return exitCodes.ok;
    }),
  );
}

const columns: readonly Column<Scanner>[] = [
  { title: 'Manufacturer', value: ({ manufacturer }) => manufacturer },
  { title: 'Model', value: ({ model }) => model },
  { title: 'Serial number', value: ({ serial }) => serial },
  { title: 'Software', value: ({ softwareVersions }) => softwareVersions },
  { title: 'Station', value: ({ stationName }) => stationName },
  { title: 'First seen', value: ({ firstSeenAt }) => firstSeenAt.slice(0, 10) },
  { title: 'Series', value: ({ seriesCount }) => formatCount(seriesCount), align: 'right' },
];
