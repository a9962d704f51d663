/** The `isocenter` program: finds the verb and loads nothing but that verb. */
import { Command, CommanderError } from 'commander';
import manifest from '../../../package.json' with { type: 'json' };
import { verbs } from '../verbs/index.ts';
import type { Cli } from './cli.ts';
import { exitCodeHelp, exitCodes } from './exit-codes.ts';

export async function runProgram(cli: Cli, args: readonly string[]): Promise<void> {
  const verb = args[0] === 'help' ? args[1] : args[0];
  const program = await createProgram(cli, verb);
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Commander has printed its message; help and version are what was asked for.
    cli.exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  }
}

async function createProgram(cli: Cli, chosen: string | undefined): Promise<Command> {
  const program = new Command('isocenter')
    .description('A self-hosted archive for medical images')
    .version(manifest.version)
    .usage('COMMAND [options]')
    .addHelpText('after', `\n\`isocenter COMMAND --help\` shows examples.\n\n${exitCodeHelp}`)
    .showSuggestionAfterError()
    .showHelpAfterError(
      '`isocenter --help` lists the commands; `isocenter COMMAND --help` shows how one is used.',
    )
    .exitOverride()
    .configureOutput({
      writeOut: (text) => cli.out.print(text.trimEnd()),
      writeErr: (text) => cli.out.tell(text.trimEnd()),
      getOutHelpWidth: () => cli.out.width ?? 100,
    });
  for (const [name, { summary, load }] of Object.entries(verbs)) {
    const command = name === chosen ? (await load()).command(cli) : new Command(name).description(summary);
    program.addCommand(inherit(command, program));
  }
  return program;
}

/** Commander hands its settings down only to commands it makes itself. */
function inherit(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent);
  for (const child of command.commands) inherit(child, command);
  return command;
}
