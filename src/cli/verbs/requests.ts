import { type Command, Option } from 'commander';
import {
  type FetchRequest,
  type FetchRequestFilter,
  fetchRequestFilter,
  type RequestedStudy,
} from '../../contract/index.ts';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, type Session, withArchive } from '../frame/command.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { wholeNumber } from '../frame/numbers.ts';
import { printResult, printRows } from '../frame/results.ts';
import { formatCount, formatCountOf } from '../text/quantities.ts';
import type { Column } from '../text/table.ts';
import { printable } from '../text/width.ts';

export function command(cli: Cli): Command {
  return createCommand('requests', 'Studies to fetch from nodes where an administrator approves that', [
    ['requests', 'your own; for administrators, those of everybody'],
    ['requests show 3f6c2a1e-…', 'its studies, as the node describes them'],
    ['requests approve 3f6c2a1e-…', 'what is missing is fetched, on behalf of who asked'],
    [
      'requests decline 3f6c2a1e-… --reason "Not of the trial"',
      'who asked is told why; also takes an approval back',
    ],
    ['requests withdraw 3f6c2a1e-…', 'one of yours that nobody decided yet'],
  ])
    .addCommand(list(cli), { isDefault: true })
    .addCommand(show(cli))
    .addCommand(approve(cli))
    .addCommand(decline(cli))
    .addCommand(withdraw(cli));
}

function list(cli: Cli): Command {
  return addArchiveOptions(
    createCommand('list', 'Requests: of those that wait the oldest first, else the newest', []),
  )
    .addOption(new Option('--state <state>').choices(fetchRequestFilter.options))
    .option('--limit <n>', 'at most so many (default: 100)', wholeNumber)
    .action((flags: { readonly state?: FetchRequestFilter; readonly limit?: number }) =>
      withArchive(cli, { ...flags }, async (session) => {
        const { state, limit } = flags;
        const { requests, total } = await session.client.fetchRequestsList({ state, limit }, session);
        printRows(session, columns, requests, 'There are no such requests.');
        const more = total - requests.length;
        if (more > 0 && !session.json) session.out.tell(`There are ${formatCount(more)} more.`);
        return exitCodes.ok;
      }),
    );
}

function show(cli: Cli): Command {
  const command = createCommand('show', 'The studies of a request, and what became of it', []).argument(
    '<id>',
    'of the request',
  );
  return addArchiveOptions(command).action((id: string, flags) =>
    withArchive(cli, flags, async (session) => {
      const request = await session.client.fetchRequestShow({ id }, session);
      printStudies(session, request, describe(request));
      return exitCodes.ok;
    }),
  );
}

function approve(cli: Cli): Command {
  const command = createCommand('approve', 'Have it fetched, on behalf of who asked', [])
    .argument('<id>', 'of the request')
    .option('--reason <text>', 'for who asked');
  return addArchiveOptions(command).action((id: string, flags: { readonly reason?: string }) =>
    withArchive(cli, { ...flags }, async (session) => {
      const request = await session.client.fetchRequestApprove({ id, reason: flags.reason }, session);
      const whenItRuns = session.isServer ? '' : ' It runs when the server is started.';
      printStudies(session, request, [
        `${formatCountOf(request.studies.length, 'study', 'studies')} of ${request.node} will be fetched for ${request.askedBy.name}; the job has the id of the request.${whenItRuns}`,
      ]);
      return exitCodes.ok;
    }),
  );
}

function decline(cli: Cli): Command {
  const command = createCommand(
    'decline',
    'Do not have it fetched, also when it was approved, and say why',
    [],
  )
    .argument('<id>', 'of the request')
    .requiredOption('--reason <text>', 'for who asked');
  return addArchiveOptions(command).action((id: string, flags: { readonly reason: string }) =>
    withArchive(cli, { ...flags }, async (session) => {
      const request = await session.client.fetchRequestDecline({ id, reason: flags.reason }, session);
      printResult(session, request, [`The request of ${request.askedBy.name} is declined.`]);
      return exitCodes.ok;
    }),
  );
}

function withdraw(cli: Cli): Command {
  const command = createCommand('withdraw', 'Take a request of yours back', []).argument(
    '<id>',
    'of the request',
  );
  return addArchiveOptions(command).action((id: string, flags) =>
    withArchive(cli, flags, async (session) => {
      const request = await session.client.fetchRequestWithdraw({ id }, session);
      printResult(session, request, ['The request is withdrawn.']);
      return exitCodes.ok;
    }),
  );
}

/** With the studies: whoever approves has to see what. */
function printStudies(session: Session, request: FetchRequest, lines: readonly string[]): void {
  printResult(session, request, lines);
  if (!session.json) printRows(session, studyColumns, request.studies, '');
}

function describe({
  node,
  state,
  askedBy,
  askedAt,
  reason,
  decidedBy,
  decidedAt,
  answer,
}: FetchRequest): string[] {
  const why = reason === '' ? '' : `: ${reason}`;
  const said = answer === '' ? '' : `: ${answer}`;
  return [
    `${state}, of ${node}`,
    `Asked for by ${askedBy.name}, ${askedAt}${why}`,
    ...(decidedBy === null ? [] : [`Decided by ${decidedBy.name}, ${decidedAt}${said}`]),
  ].map(printable);
}

const studyColumns: readonly Column<RequestedStudy>[] = [
  { title: 'Study', value: ({ studyInstanceUid }) => studyInstanceUid, whole: true },
  { title: 'Patient', value: ({ patientName }) => patientName },
  { title: 'ID', value: ({ patientId }) => patientId },
  { title: 'Date', value: ({ date }) => date, whole: true },
  { title: 'Modality', value: ({ modalities }) => modalities },
  { title: 'Description', value: ({ description }) => description },
  { title: 'Images', value: ({ images }) => (images === null ? '' : formatCount(images)) },
];

const columns: readonly Column<FetchRequest>[] = [
  { title: 'Request', value: ({ id }) => id, whole: true },
  { title: 'State', value: ({ state }) => state },
  { title: 'Node', value: ({ node }) => node, whole: true },
  { title: 'Studies', value: ({ studies }) => String(studies.length) },
  { title: 'Asked by', value: ({ askedBy }) => askedBy.name },
  { title: 'Asked', value: ({ askedAt }) => askedAt },
  { title: 'Why', value: ({ reason }) => reason },
  { title: 'Answer', value: ({ answer }) => answer },
];
