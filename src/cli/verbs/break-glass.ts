import type { Command } from 'commander';
import { minuteOf } from '../../base/index.ts';
import { describeScope, type Emergency } from '../../contract/index.ts';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, withArchive } from '../frame/command.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { listCommand } from '../frame/list-command.ts';
import { wholeNumber } from '../frame/numbers.ts';
import { printResult } from '../frame/results.ts';
import type { Column } from '../text/table.ts';

interface OpenFlags {
  readonly reason: string;
  readonly patientId?: string;
  readonly study?: string;
  readonly minutes?: number;
}

export function command(cli: Cli): Command {
  return createCommand(
    'break-glass',
    'What people opened in an emergency. It is recorded with the reason, and administrators are told. Opening is for who has the right `breakGlass`, with a token of their own account and --server; whoever may read the data directory sees everything anyway',
    [
      ['break-glass', 'what is open: yours; for administrators, that of everybody'],
      [
        'break-glass open --patient-id P123 --reason "unconscious, in the emergency room"',
        'for an hour, all studies of the patients with this ID',
      ],
      [
        'break-glass open --study 1.2.3 --minutes 15 --reason "stroke, no referral yet"',
        'one study, for a quarter of an hour',
      ],
      ['break-glass end 0f1e2d3c-4b5a-4978-8796-a5b4c3d2e1f0', 'it is over now'],
    ],
  )
    .addCommand(list(cli), { isDefault: true })
    .addCommand(open(cli))
    .addCommand(end(cli));
}

function list(cli: Cli): Command {
  return listCommand(cli, {
    summary: 'What is open now',
    columns,
    none: 'Nothing is open in an emergency.',
    rows: async (session) => (await session.client.emergenciesList({}, session)).emergencies,
  });
}

function open(cli: Cli): Command {
  const command = createCommand('open', 'See a patient or a study in an emergency, for a while', [])
    .requiredOption('--reason <text>', 'why; it stands in the audit log')
    .option('--patient-id <id>', 'all patients with this PatientID')
    .option('--study <uid>', 'one study')
    .option('--minutes <count>', 'for how long, 240 at most (default: 60)', wholeNumber);
  return addArchiveOptions(command).action((flags: OpenFlags) =>
    withArchive(cli, { ...flags }, async (session) => {
      const { reason, patientId, study: studyInstanceUid, minutes } = flags;
      const request = { reason, patientId, studyInstanceUid, minutes };
      const opened = await session.client.breakGlass(request, session);
      printResult(session, opened, [
        `Open until ${minuteOf(opened.expiresAt)} UTC. It is recorded, and administrators are told.`,
      ]);
      return exitCodes.ok;
    }),
  );
}

function end(cli: Cli): Command {
  const command = createCommand('end', 'End it before its time', []).argument(
    '<id>',
    'as in `break-glass list`',
  );
  return addArchiveOptions(command).action((id: string, flags) =>
    withArchive(cli, flags, async (session) => {
      const result = await session.client.emergencyEnd({ id }, session);
      printResult(session, result, ['It is over.']);
      return exitCodes.ok;
    }),
  );
}

const columns: readonly Column<Emergency>[] = [
  { title: 'ID', value: ({ id }) => id, whole: true },
  { title: 'Account', value: ({ account }) => account },
  { title: 'What', value: ({ rules }) => describeScope({ kind: 'rules', rules }) },
  { title: 'Why', value: ({ reason }) => reason },
  { title: 'Until (UTC)', value: ({ expiresAt }) => minuteOf(expiresAt), whole: true },
];
