import type { Command } from 'commander';
import { minuteOf } from '../../base/index.ts';
import type { ResultFor } from '../../contract/index.ts';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, withArchive } from '../frame/command.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { parseExpiry } from '../frame/grant-options.ts';
import { wholeNumber } from '../frame/numbers.ts';
import { printResult, printRows } from '../frame/results.ts';
import { formatCount } from '../text/quantities.ts';
import type { Column } from '../text/table.ts';

type Expected = ResultFor<'expectedList'>['studies'][number];

interface AnnounceFlags {
  readonly source?: string;
  readonly series?: number;
  readonly instances?: number;
  readonly deadline?: string;
}

export function command(cli: Cli): Command {
  return createCommand('expected', 'Studies that are to come, and what of them is there', [
    ['expected list', 'not complete yet, the most urgent first'],
    ['expected list --overdue', 'late ones only'],
    ['expected add 1.2.840.99 --source ct1 --instances 312 --deadline 2d', 'announce one'],
    ['expected end 1.2.840.99', 'complete as it is, or it will not come'],
  ])
    .addCommand(list(cli), { isDefault: true })
    .addCommand(add(cli))
    .addCommand(end(cli));
}

function list(cli: Cli): Command {
  return addArchiveOptions(createCommand('list', 'Studies that are not complete', []))
    .option('--overdue', 'past their deadline only')
    .option('--limit <n>', 'at most so many (default: 1000)', wholeNumber)
    .action((flags: { overdue?: boolean; limit?: number }) =>
      withArchive(cli, { ...flags }, async (session) => {
        const overdue = flags.overdue ? 'true' : 'false';
        const { studies } = await session.client.expectedList({ overdue, limit: flags.limit }, session);
        printRows(session, columns, studies, 'Nothing is awaited.');
        return exitCodes.ok;
      }),
    );
}

function add(cli: Cli): Command {
  const command = createCommand('add', 'Announce a study, or correct what was announced', [])
    .argument('<uid>', 'Study Instance UID')
    .option('--source <text>', 'who said so: a node, a work list, a person')
    .option('--series <n>', 'how many series it has', wholeNumber)
    .option('--instances <n>', 'how many images it has', wholeNumber)
    .option('--deadline <when>', 'when it is late: 2d, 12h or a date such as 2027-01-31', parseExpiry);
  return addArchiveOptions(command).action((studyInstanceUid: string, flags: AnnounceFlags) =>
    withArchive(cli, { ...flags }, async (session) => {
      const { source, series: seriesCount, instances: instanceCount, deadline } = flags;
      const study = { studyInstanceUid, source, seriesCount, instanceCount, deadline };
      const result = await session.client.expectedAdd(study, session);
      printResult(session, result, [`${studyInstanceUid} is expected.`]);
      return exitCodes.ok;
    }),
  );
}

function end(cli: Cli): Command {
  const command = createCommand('end', 'It is complete as it is, or will not come', []).argument('<uid>');
  return addArchiveOptions(command).action((uid: string, flags: object) =>
    withArchive(cli, { ...flags }, async (session) => {
      const result = await session.client.expectedEnd({ uid }, session);
      printResult(session, result, [`${uid} is not expected any more.`]);
      return exitCodes.ok;
    }),
  );
}

const columns: readonly Column<Expected>[] = [
  { title: 'Deadline', value: ({ deadline }) => (deadline === null ? undefined : minuteOf(deadline)) },
  { title: 'Source', value: ({ source }) => source },
  {
    title: 'Series',
    value: ({ presentSeries, seriesCount }) => ofAll(presentSeries, seriesCount),
    align: 'right',
  },
  {
    title: 'Images',
    value: ({ presentInstances, instanceCount }) => ofAll(presentInstances, instanceCount),
    align: 'right',
  },
  { title: 'StudyInstanceUID', value: ({ studyInstanceUid }) => studyInstanceUid, whole: true },
];

const ofAll = (present: number, all: number | null): string =>
  all === null ? formatCount(present) : `${formatCount(present)} of ${formatCount(all)}`;
