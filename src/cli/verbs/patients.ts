import type { Command } from 'commander';
import type { ResultFor } from '../../contract/index.ts';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, withArchive } from '../frame/command.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { wholeNumber } from '../frame/numbers.ts';
import { printRows } from '../frame/results.ts';
import { formatCount } from '../text/quantities.ts';
import type { Column } from '../text/table.ts';

type Patient = ResultFor<'patientsList'>['patients'][number];

export function command(cli: Cli): Command {
  const patients = createCommand('patients', 'Patients with their keys: two clinics may both have a "1234"', [
    ['patients --id 1234', 'everybody who has this ID'],
    ['patients', 'all of them'],
  ])
    .option('--id <id>', 'with this Patient ID')
    .option('--limit <n>', 'at most so many (default: 1000)', wholeNumber);
  return addArchiveOptions(patients).action((flags: { id?: string; limit?: number }) =>
    withArchive(cli, { ...flags }, async (session) => {
      const request = { patientId: flags.id, limit: flags.limit };
      const { patients: found } = await session.client.patientsList(request, session);
      printRows(session, columns, found, 'There are no such patients.');
      return exitCodes.ok;
    }),
  );
}

const columns: readonly Column<Patient>[] = [
  { title: 'Patient', value: ({ patientName }) => patientName },
  { title: 'Patient ID', value: ({ patientId }) => patientId },
  { title: 'Issuer', value: ({ issuerOfPatientId }) => issuerOfPatientId },
  { title: 'Born', value: ({ patientBirthDate }) => patientBirthDate },
  { title: 'Studies', value: ({ studyCount }) => formatCount(studyCount), align: 'right' },
  { title: 'Person', value: ({ personUid }) => personUid },
  { title: 'Key', value: ({ patientKey }) => patientKey, whole: true },
];
