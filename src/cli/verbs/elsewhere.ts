import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import type { ElsewhereStudy } from '../../contract/index.ts';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, withArchive } from '../frame/command.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { printResult, printRows } from '../frame/results.ts';
import type { Column } from '../text/table.ts';

interface AddFlags {
  readonly date?: string;
  readonly modality?: string;
  readonly bodyPart?: string;
  readonly place?: string;
  readonly note?: string;
}

export function command(cli: Cli): Command {
  return createCommand(
    'elsewhere',
    'Films, and studies known to be somewhere else, until their images come',
    [
      ['elsewhere list KEY', 'of a patient, by the key that `isocenter patients` shows'],
      ['elsewhere add KEY --date 2011-03 --modality MR --body-part knee --place "the drawer"', 'tell of one'],
      ['elsewhere remove UID', 'take that back'],
    ],
  )
    .addCommand(list(cli))
    .addCommand(add(cli))
    .addCommand(remove(cli));
}

function list(cli: Cli): Command {
  const command = createCommand('list', 'Those of a patient, the oldest first', []);
  return addArchiveOptions(command.argument('<key>', 'of the patient')).action((patientKey: string, flags) =>
    withArchive(cli, { ...flags }, async (session) => {
      const { studies } = await session.client.elsewhereList({ patientKey }, session);
      printRows(session, columns, studies, 'Nothing is known to be elsewhere.');
      return exitCodes.ok;
    }),
  );
}

function add(cli: Cli): Command {
  const command = createCommand('add', 'Tell of a study that is somewhere else', [])
    .argument('<key>', 'of the patient')
    .option('--date <date>', 'as far as it is known: 2011, 2011-03 or 2011-03-24', (text) =>
      text.replaceAll('-', ''),
    )
    .option('--modality <code>', 'CT, MR, CR ...')
    .option('--body-part <text>', 'what it shows')
    .option('--place <text>', 'where it is: a clinic, a drawer')
    .option('--note <text>', 'what else is known');
  return addArchiveOptions(command).action((patientKey: string, flags: AddFlags) =>
    withArchive(cli, { ...flags }, async (session) => {
      const { date, modality, bodyPart, place, note } = flags;
      const told = { patientKey, date, modality, bodyPart, place, note };
      const result = await session.client.elsewherePut({ uid: randomUUID(), ...told }, session);
      printResult(session, result, [`It is on record as ${result.uid}.`]);
      return exitCodes.ok;
    }),
  );
}

function remove(cli: Cli): Command {
  const command = createCommand('remove', 'Take back what was told', []).argument('<uid>');
  return addArchiveOptions(command).action((uid: string, flags) =>
    withArchive(cli, { ...flags }, async (session) => {
      const result = await session.client.elsewhereRemove({ uid }, session);
      printResult(session, result, [`${uid} is on record no more.`]);
      return exitCodes.ok;
    }),
  );
}

const columns: readonly Column<ElsewhereStudy>[] = [
  // As people write it: 2011, 2011-03, 2011-03-24.
  { title: 'Date', value: ({ date }) => date?.match(/^\d{4}|\d{2}/g)?.join('-') },
  { title: 'Modality', value: ({ modality }) => modality ?? undefined },
  { title: 'Body part', value: ({ bodyPart }) => bodyPart },
  { title: 'Place', value: ({ place }) => place },
  { title: 'Note', value: ({ note }) => note },
  { title: 'UID', value: ({ uid }) => uid, whole: true },
];
