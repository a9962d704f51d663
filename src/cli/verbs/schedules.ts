import type { Command } from 'commander';
import type { ListedSchedule, RunStudy, ScheduledRun } from '../../contract/index.ts';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, withArchive } from '../frame/command.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { wholeNumber } from '../frame/numbers.ts';
import { printResult, printRows } from '../frame/results.ts';
import { formatCount, formatCountOf } from '../text/quantities.ts';
import type { Column } from '../text/table.ts';

export function command(cli: Cli): Command {
  return createCommand('schedules', 'What is fetched from nodes again and again', [
    ['schedules', 'schedules of the automation file, when they run next, how the last run went'],
    ['schedules show nightly', 'its runs, the newest first'],
    ['schedules run nightly', 'now, as of today'],
    ['schedules run nightly --for 2026-03-11', 'the run of that day, once more'],
    ['schedules report nightly --for 2026-03-11', 'what came of each study'],
  ])
    .addCommand(list(cli), { isDefault: true })
    .addCommand(show(cli))
    .addCommand(run(cli))
    .addCommand(report(cli));
}

function list(cli: Cli): Command {
  return addArchiveOptions(createCommand('list', 'Schedules, and how they do', [])).action((flags: object) =>
    withArchive(cli, { ...flags }, async (session) => {
      const { schedules } = await session.client.schedulesList({}, session);
      const none = 'There are no schedules. `isocenter automation` shows how to write one.';
      printRows(session, scheduleColumns, schedules, none);
      return schedules.some(({ problem }) => problem !== null) ? exitCodes.problems : exitCodes.ok;
    }),
  );
}

const scheduleColumns: readonly Column<ListedSchedule>[] = [
  { title: 'Schedule', value: ({ name }) => name, whole: true },
  { title: 'At', value: ({ at, timeZone }) => `${at} ${timeZone}` },
  { title: 'Next', value: ({ isOn, nextAt }) => (isOn ? (nextAt ?? '') : 'off') },
  { title: 'Node', value: ({ node }) => node },
  { title: 'Last run', value: ({ last }) => (last ? `${last.day} ${last.state}` : '') },
  { title: 'Problem', value: ({ problem }) => problem?.title ?? '' },
];

interface ShowFlags {
  readonly limit?: number;
}

function show(cli: Cli): Command {
  const command = createCommand('show', 'The runs of a schedule, the newest first', []);
  return addArchiveOptions(command.argument('<name>', 'of the schedule'))
    .option('--limit <n>', 'at most so many (default: 30)', wholeNumber)
    .action((name: string, flags: ShowFlags) =>
      withArchive(cli, { ...flags }, async (session) => {
        const { schedule, runs } = await session.client.scheduleShow({ name, limit: flags.limit }, session);
        if (session.json) printResult(session, { schedule, runs }, []);
        else printRows(session, runColumns, runs, 'It has not run yet.');
        return schedule.problem === null ? exitCodes.ok : exitCodes.problems;
      }),
    );
}

const runColumns: readonly Column<ScheduledRun>[] = [
  { title: 'Day', value: ({ day }) => day, whole: true },
  { title: 'State', value: ({ state }) => state },
  { title: 'Studies', value: ({ counts }) => formatCount(counts.studies), align: 'right' },
  { title: 'Images', value: ({ counts }) => formatCount(counts.images), align: 'right' },
  { title: 'Came', value: ({ counts }) => formatCount(counts.came), align: 'right' },
  { title: 'Were here', value: ({ counts }) => formatCount(counts.wereHere), align: 'right' },
  { title: 'Missing', value: ({ counts }) => formatCount(counts.missing), align: 'right' },
  { title: 'Attempts', value: ({ attempts }) => formatCount(attempts), align: 'right' },
  { title: 'Reason', value: ({ reason }) => reason?.title ?? '' },
];

interface DayFlags {
  readonly for?: string;
}

function run(cli: Cli): Command {
  const command = createCommand('run', 'Do it now; what is here already is not fetched again', []);
  return addArchiveOptions(command.argument('<name>', 'of the schedule'))
    .option('--for <date>', 'the run of that day, 2026-03-11; else one as of today')
    .action((name: string, flags: DayFlags) =>
      withArchive(cli, { ...flags }, async (session) => {
        const begun = await session.client.scheduleRun({ name, day: flags.for }, session);
        printResult(session, begun, [
          `The run of ${begun.day} ${begun.state === 'running' ? 'has begun' : 'waits for its turn'}. \`isocenter schedules report ${name} --for ${begun.day}\` tells how it goes.`,
        ]);
        return exitCodes.ok;
      }),
    );
}

function report(cli: Cli): Command {
  const command = createCommand('report', 'What came of each study of a run', []);
  return addArchiveOptions(command.argument('<name>', 'of the schedule'))
    .option('--for <date>', 'the run of that day, 2026-03-11; else the newest')
    .action((name: string, flags: DayFlags) =>
      withArchive(cli, { ...flags }, async (session) => {
        const found = await session.client.scheduleReport({ name, day: flags.for }, session);
        if (session.json) printResult(session, found, []);
        else {
          session.out.tell(describeRun(found.run));
          printRows(session, studyColumns, found.studies, 'No study matched.');
        }
        return found.run.counts.failed > 0 || found.run.state === 'failed'
          ? exitCodes.problems
          : exitCodes.ok;
      }),
    );
}

const describeRun = ({ day, state, attempts, counts, reason }: ScheduledRun): string =>
  [
    `${day}: ${state}, ${formatCountOf(attempts, 'attempt')}, ${formatCountOf(counts.studies, 'study', 'studies')}, `,
    `${formatCountOf(counts.images, 'image')}: ${formatCount(counts.came)} came, ${formatCount(counts.wereHere)} were here, `,
    `${formatCount(counts.missing)} missing.${reason === null ? '' : ` ${reason.title}`}`,
  ].join('');

const studyColumns: readonly Column<RunStudy>[] = [
  { title: 'Study', value: ({ studyInstanceUid }) => studyInstanceUid, whole: true },
  { title: 'Images', value: ({ images }) => formatCount(images), align: 'right' },
  { title: 'Came', value: ({ came }) => formatCount(came), align: 'right' },
  { title: 'Were here', value: ({ wereHere }) => formatCount(wereHere), align: 'right' },
  { title: 'Missing', value: ({ missing }) => formatCount(missing), align: 'right' },
  { title: 'Reason', value: ({ reason }) => reason?.title ?? '' },
];
