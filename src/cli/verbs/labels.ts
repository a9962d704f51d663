import type { Command } from 'commander';
import { minuteOf } from '../../base/index.ts';
import type { ResultFor } from '../../contract/index.ts';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, type Session, withArchive } from '../frame/command.ts';
import { type ExitCode, exitCodes } from '../frame/exit-codes.ts';
import { printRows } from '../frame/results.ts';
import { addTargetOptions, requiredTarget, type TargetFlags } from '../frame/target-options.ts';
import type { Column } from '../text/table.ts';

const kinds = ['study', 'series', 'patient'] as const;
type Label = ResultFor<'labelsList'>['labels'][number];

export function command(cli: Cli): Command {
  return createCommand('labels', 'What people say of a study, a series or a patient', [
    ['labels list --study 1.2.840.99', 'what was said of it, by whom and when'],
    ['labels set reviewed --study 1.2.840.99', 'a label without a value'],
    ['labels set project heart-2026 --patient KEY', 'one with a value; the one before is replaced'],
    ['labels remove reviewed --study 1.2.840.99', 'take it away'],
  ])
    .addCommand(list(cli), { isDefault: true })
    .addCommand(set(cli))
    .addCommand(remove(cli));
}

function list(cli: Cli): Command {
  const command = addTargetOptions(createCommand('list', 'The labels of one thing', []), kinds);
  return addArchiveOptions(command).action((flags: TargetFlags) =>
    withArchive(cli, { ...flags }, async (session) => {
      const { labels } = await session.client.labelsList(requiredTarget(flags, kinds), session);
      return printLabels(session, labels);
    }),
  );
}

function set(cli: Cli): Command {
  const command = createCommand('set', 'Set a label; the images do not change', [])
    .argument('<name>')
    .argument('[value]', 'nothing when left out', '');
  return addArchiveOptions(addTargetOptions(command, kinds)).action(
    (name: string, value: string, flags: TargetFlags) => change(cli, flags, name, value),
  );
}

function remove(cli: Cli): Command {
  const command = createCommand('remove', 'Take a label away', []).argument('<name>');
  return addArchiveOptions(addTargetOptions(command, kinds)).action((name: string, flags: TargetFlags) =>
    change(cli, flags, name, null),
  );
}

function change(cli: Cli, flags: TargetFlags, name: string, value: string | null): Promise<void> {
  return withArchive(cli, { ...flags }, async (session) => {
    const request = { ...requiredTarget(flags, kinds), name, value };
    const { labels } = await session.client.labelSet(request, session);
    return printLabels(session, labels);
  });
}

function printLabels(session: Session, labels: readonly Label[]): ExitCode {
  printRows(session, columns, labels, 'There are no labels.');
  return exitCodes.ok;
}

const columns: readonly Column<Label>[] = [
  { title: 'Name', value: ({ name }) => name, whole: true },
  { title: 'Value', value: ({ value }) => value },
  { title: 'By', value: ({ actor }) => actor },
  { title: 'When', value: ({ at }) => minuteOf(at) },
];
