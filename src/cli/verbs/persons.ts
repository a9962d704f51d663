import type { Command } from 'commander';
import type { ResultFor } from '../../contract/index.ts';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, withArchive } from '../frame/command.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { wholeNumber } from '../frame/numbers.ts';
import { printResult, printRows } from '../frame/results.ts';
import { formatCountOf } from '../text/quantities.ts';
import type { Column } from '../text/table.ts';

type Person = ResultFor<'personsList'>['persons'][number];

export function command(cli: Cli): Command {
  return createCommand('persons', 'Patients that you say are one human being', [
    ['persons merge "Anna Doe" KEY1 KEY2', 'two clinics know her; `isocenter patients` shows the keys'],
    ['persons list', 'everybody who was put together'],
    ['persons split UID KEY2', 'they are two after all'],
  ])
    .addCommand(list(cli), { isDefault: true })
    .addCommand(merge(cli))
    .addCommand(split(cli));
}

function list(cli: Cli): Command {
  return addArchiveOptions(createCommand('list', 'All persons', []))
    .option('--limit <n>', 'at most so many (default: 1000)', wholeNumber)
    .option('--after <uid>', 'the ones behind this one')
    .action((flags: { limit?: number; after?: string }) =>
      withArchive(cli, { ...flags }, async (session) => {
        const { limit, after } = flags;
        const { persons } = await session.client.personsList({ limit, after }, session);
        printRows(session, columns, persons, 'Nobody was put together yet.');
        return exitCodes.ok;
      }),
    );
}

function merge(cli: Cli): Command {
  const command = createCommand('merge', 'Say that patients are one person; their images do not change', [])
    .argument('<name>', 'what to call the person')
    .argument('<key...>', 'of the patients');
  return addArchiveOptions(command).action((name: string, patientKeys: string[], flags: object) =>
    withArchive(cli, { ...flags }, async (session) => {
      const person = await session.client.personMerge({ name, patientKeys }, session);
      const count = formatCountOf(person.patientKeys.length, 'patient');
      printResult(session, person, [`${person.uid}  ${person.name}: ${count}`]);
      return exitCodes.ok;
    }),
  );
}

function split(cli: Cli): Command {
  const command = createCommand('split', 'Take patients out of a person again', [])
    .argument('<uid>', 'of the person')
    .argument('<key...>', 'of the patients');
  return addArchiveOptions(command).action((uid: string, patientKeys: string[], flags: object) =>
    withArchive(cli, { ...flags }, async (session) => {
      const result = await session.client.personSplit({ uid, patientKeys }, session);
      printResult(session, result, [`${formatCountOf(result.patientKeys.length, 'patient')} taken out.`]);
      return exitCodes.ok;
    }),
  );
}

const columns: readonly Column<Person>[] = [
  { title: 'UID', value: ({ uid }) => uid, whole: true },
  { title: 'Name', value: ({ name }) => name },
  { title: 'Patients', value: ({ patientKeys }) => patientKeys.join(' '), whole: true },
];
