import { type Command, Option } from 'commander';
import type { JobState, ListedJob } from '../../contract/index.ts';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, type Session, withArchive } from '../frame/command.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { wholeNumber } from '../frame/numbers.ts';
import { printResult, printRows } from '../frame/results.ts';
import type { Column } from '../text/table.ts';

const states: readonly JobState[] = ['queued', 'waiting', 'paused', 'running', 'done', 'failed', 'cancelled'];
/** Enough of an id to name a job. */
const shownIdLength = 8;

export function command(cli: Cli): Command {
  return createCommand('jobs', 'Work that the server does by itself: sends, checks, reports', [
    ['jobs list', 'what is being done, waits or has ended, the newest first'],
    ['jobs list --state failed', 'what will not be tried again by itself'],
    ['jobs show 3f2a91c0', 'one job, with why it failed'],
    ['jobs retry 3f2a91c0', 'do it again'],
    ['jobs pause 3f2a91c0', 'let it rest until `jobs resume 3f2a91c0`'],
    ['jobs cancel 3f2a91c0', 'stop it'],
  ])
    .addCommand(list(cli), { isDefault: true })
    .addCommand(one(cli, 'show', 'One job', (session, id) => session.client.jobShow({ id }, session)))
    .addCommand(
      one(cli, 'cancel', 'Stop a job, or never begin it', (session, id) =>
        session.client.jobCancel({ id }, session),
      ),
    )
    .addCommand(
      one(cli, 'pause', 'Let a job rest', (session, id) => session.client.jobPause({ id }, session)),
    )
    .addCommand(
      one(cli, 'resume', 'Let a job go on where it was', (session, id) =>
        session.client.jobResume({ id }, session),
      ),
    )
    .addCommand(
      one(cli, 'retry', 'Do a job again that failed or was cancelled', (session, id) =>
        session.client.jobRetry({ id }, session),
      ),
    );
}

function list(cli: Cli): Command {
  return addArchiveOptions(createCommand('list', 'Jobs, the newest first', []))
    .addOption(new Option('--state <state>').choices(states))
    .option('--kind <kind>', 'jobs of this kind only')
    .option('--limit <n>', 'at most so many (default: 100)', wholeNumber)
    .action((flags: { state?: JobState; kind?: string; limit?: number }) =>
      withArchive(cli, { ...flags }, async (session) => {
        const { state, kind, limit } = flags;
        const { jobs } = await session.client.jobsList({ state, kind, limit }, session);
        printRows(session, columns, jobs, 'There are no such jobs.');
        return exitCodes.ok;
      }),
    );
}

function one(
  cli: Cli,
  name: string,
  summary: string,
  act: (session: Session, id: string) => Promise<ListedJob>,
): Command {
  const command = createCommand(name, summary, []).argument('<id>', 'of the job, or the beginning of it');
  return addArchiveOptions(command).action((id: string, flags: object) =>
    withArchive(cli, { ...flags }, async (session) => {
      const job = await act(session, id);
      printResult(session, job, linesOf(job));
      return exitCodes.ok;
    }),
  );
}

function linesOf(job: ListedJob): string[] {
  const told = (name: string, value: string | null): string[] =>
    value === null ? [] : [`${name.padEnd(10)} ${value}`];
  return [
    ...told('Job', job.id),
    ...told('Kind', job.kind),
    ...told('State', job.state),
    ...told('For', job.subject),
    ...told('Created', job.createdAt),
    ...told('Started', job.startedAt),
    ...told('Ended', job.endedAt),
    ...told('Not before', job.dueAt),
    ...told('Attempts', String(job.attempts)),
    ...told('Progress', progressOf(job)),
    ...told('Failure', job.failure && `${job.failure.title} (${job.failure.class})`),
    ...told('Result', job.result === null ? null : JSON.stringify(job.result)),
  ];
}

function progressOf({ progress }: ListedJob): string | null {
  if (!progress) return null;
  return progress.total === undefined ? String(progress.done) : `${progress.done} of ${progress.total}`;
}

const columns: readonly Column<ListedJob>[] = [
  { title: 'Job', value: ({ id }) => id.slice(0, shownIdLength), whole: true },
  { title: 'Kind', value: ({ kind }) => kind },
  { title: 'State', value: ({ state }) => state },
  { title: 'Created', value: ({ createdAt }) => createdAt },
  { title: 'Attempts', value: ({ attempts }) => String(attempts) },
  { title: 'Progress', value: (job) => progressOf(job) ?? '' },
  { title: 'Failure', value: ({ failure }) => failure?.title ?? '' },
];
