import { type Command, Option } from 'commander';
import type { AuditRecord } from '../../contract/index.ts';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, withArchive } from '../frame/command.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { wholeNumber } from '../frame/numbers.ts';
import { printResult, printRows } from '../frame/results.ts';
import { atnaAuditMessage } from '../text/atna-audit-message.ts';
import { fhirAuditEvent } from '../text/fhir-audit-event.ts';
import { formatCount, formatCountOf } from '../text/quantities.ts';
import type { Column } from '../text/table.ts';

interface Filter {
  readonly study?: string;
  readonly actor?: string;
  readonly since?: string;
  readonly limit?: number;
}

export function command(cli: Cli): Command {
  return createCommand('audit', 'Who did what to which study, from where', [
    ['audit', 'the last hundred records'],
    ['audit list --study 1.2.3 --since 2026-01-01', 'who had to do with a study'],
    ['audit verify', 'names the first record that was altered, removed, moved or cut off'],
    ['audit export --format fhir > audit.ndjson', 'FHIR AuditEvents, one a line'],
    ['audit export --format atna > audit.xml-lines', 'audit messages of DICOM and ATNA, one a line'],
  ])
    .addCommand(list(cli), { isDefault: true })
    .addCommand(verify(cli))
    .addCommand(exportRecords(cli));
}

function addFilters(command: Command): Command {
  return addArchiveOptions(command)
    .option('--study <uid>', 'that name this study')
    .option('--actor <name>', 'of this account, token or node')
    .option('--since <day>', 'not before this day, such as 2026-01-31', (day) => `${day}T00:00:00Z`);
}

function list(cli: Cli): Command {
  return addFilters(createCommand('list', 'The last records', []))
    .option('--limit <n>', 'at most so many (default: 100)', wholeNumber)
    .action(({ limit = 100, ...flags }: Filter) =>
      withArchive(cli, { ...flags }, async (session) => {
        const { study, actor, since } = flags;
        const rows: AuditRecord[] = [];
        for await (const record of session.client.auditList({ study, actor, since, limit }, session))
          rows.push(record);
        printRows(session, columns, rows, 'There are no such records.');
        return exitCodes.ok;
      }),
    );
}

function verify(cli: Cli): Command {
  return addArchiveOptions(createCommand('verify', 'Whether the log is what was written', [])).action(
    (flags) =>
      withArchive(cli, flags, async (session) => {
        const result = await session.client.auditVerify({}, session);
        const { records, checkpoints, problem } = result;
        const words = problem
          ? `Record ${problem.sequence}: ${problem.kind}; ${problem.detail}.`
          : `${formatCountOf(records, 'record')} and ${formatCountOf(checkpoints, 'signed checkpoint')} are as they were written.`;
        printResult(session, result, [words]);
        return problem ? exitCodes.problems : exitCodes.ok;
      }),
  );
}

const formats = {
  json: (record: AuditRecord) => JSON.stringify(record),
  fhir: (record: AuditRecord) => JSON.stringify(fhirAuditEvent(record)),
  atna: atnaAuditMessage,
};

function exportRecords(cli: Cli): Command {
  return addFilters(createCommand('export', 'Records, one a line', []))
    .addOption(
      new Option('--format <format>', 'as they are, as FHIR AuditEvents, or as ATNA audit messages (XML)')
        .choices(Object.keys(formats))
        .default('json'),
    )
    .action(({ format, ...flags }: Filter & { format: keyof typeof formats }) =>
      withArchive(cli, { ...flags }, async (session) => {
        const { study, actor, since } = flags;
        for await (const record of session.client.auditList({ study, actor, since }, session))
          session.out.print(formats[format](record));
        return exitCodes.ok;
      }),
    );
}

const columns: readonly Column<AuditRecord>[] = [
  { title: '#', value: ({ sequence }) => String(sequence), align: 'right', whole: true },
  { title: 'When', value: ({ at }) => at.slice(0, 19).replace('T', ' '), whole: true },
  { title: 'Who', value: ({ actor }) => `${actor.kind} ${actor.name}` },
  { title: 'From', value: ({ address }) => address },
  { title: 'Did', value: ({ action, outcome }) => (outcome === 'done' ? action : `${action} (${outcome})`) },
  { title: 'By', value: ({ via }) => via },
  { title: 'Times', value: ({ count }) => formatCount(count), align: 'right' },
  { title: 'Studies', value: ({ studies }) => studies.join(' ') },
];
