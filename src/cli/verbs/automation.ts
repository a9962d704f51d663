import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { IsocenterError } from '../../base/index.ts';
import { atPlace, type LineMistake } from '../../contract/index.ts';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, type Session, withArchive } from '../frame/command.ts';
import { type ExitCode, exitCodes } from '../frame/exit-codes.ts';
import { printResult } from '../frame/results.ts';

export function command(cli: Cli): Command {
  return createCommand('automation', 'What the archive does by itself: a file that people can read', [
    ['automation show', 'the file, and what is wrong with it'],
    ['automation check ./automation.yaml', 'what would be wrong with this one'],
    ['automation save ./automation.yaml', 'take this one into use'],
    ['automation mail ada@example.org', 'whether mail of rules arrives'],
  ])
    .addCommand(show(cli), { isDefault: true })
    .addCommand(check(cli))
    .addCommand(save(cli))
    .addCommand(mail(cli));
}

function show(cli: Cli): Command {
  return addArchiveOptions(createCommand('show', 'The automation file', [])).action((flags: object) =>
    withArchive(cli, { ...flags }, async (session) => {
      const shown = await session.client.automationShow({}, session);
      printResult(session, shown, [shown.text.trimEnd()]);
      return tellProblems(session, shown.problems);
    }),
  );
}

function check(cli: Cli): Command {
  const command = createCommand('check', 'What would be wrong with a file', []).argument(
    '<file>',
    'to look at',
  );
  return addArchiveOptions(command).action((file: string, flags: object) =>
    withArchive(cli, { ...flags }, async (session) => {
      const checked = await session.client.automationCheck({ text: await textOf(file) }, session);
      if (checked.problems.length === 0) printResult(session, checked, ['It can be used.']);
      return tellProblems(session, checked.problems);
    }),
  );
}

function save(cli: Cli): Command {
  const command = createCommand('save', 'Take a file into use, when all of it is right', []);
  return addArchiveOptions(command.argument('<file>', 'to take')).action((file: string, flags: object) =>
    withArchive(cli, { ...flags }, async (session) => {
      const text = await textOf(file);
      const { problems } = await session.client.automationCheck({ text }, session);
      if (problems.length > 0) {
        tellProblems(session, problems);
        session.out.tell('Nothing was changed.');
        return exitCodes.usage;
      }
      const { digest } = await session.client.automationShow({}, session);
      const saved = await session.client.automationSave({ text, digest }, session);
      printResult(session, saved, ['It is in use.']);
      return exitCodes.ok;
    }),
  );
}

function mail(cli: Cli): Command {
  const command = createCommand('mail', 'Send a test mail, as rules with `notify: { mail: ... }` do', []);
  return addArchiveOptions(command.argument('<address>', 'who gets it')).action((to: string, flags: object) =>
    withArchive(cli, { ...flags }, async (session) => {
      const sent = await session.client.automationMail({ to }, session);
      printResult(session, sent, [`The mail server has taken a mail to ${to}.`]);
      return exitCodes.ok;
    }),
  );
}

function tellProblems({ out }: Session, problems: readonly LineMistake[]): ExitCode {
  for (const { line, place, reason } of problems) out.tell(`Line ${line}: ${atPlace(place, reason.title)}`);
  return problems.length > 0 ? exitCodes.problems : exitCodes.ok;
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new IsocenterError('input/unreadable', { reason: (error as Error).message }, error);
  }
}
