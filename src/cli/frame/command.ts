/** What the commands have in common: settings flags, examples, a connection, an exit code. */
import { Command, Option } from 'commander';
import type { RemoteTarget } from '../../client/index.ts';
import type { Client, Settings } from '../../contract/index.ts';
import type { Cli, ConnectOptions } from './cli.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Output } from './output.ts';
import { readSettings } from './read-settings.ts';
import { remoteOf } from './remote.ts';

/** What a command works with once the archive is open. */
export interface Session {
  readonly client: Client;
  readonly isServer: boolean;
  readonly signal: AbortSignal;
  readonly out: Output;
  /** Print results as JSON for programs. */
  readonly json: boolean;
  readonly settings: Settings;
  /** The server is elsewhere: paths of this machine mean nothing to it. */
  readonly remote?: RemoteTarget | undefined;
}

interface ArchiveFlags {
  readonly json?: boolean;
  readonly server?: string;
  readonly token?: string;
  readonly [setting: string]: unknown;
}

/** `examples`: lines of arguments after `isocenter`, each with what it does. */
export function createCommand(
  name: string,
  summary: string,
  examples: readonly (readonly [line: string, meaning: string])[],
): Command {
  const command = new Command(name).description(summary);
  const width = Math.max(0, ...examples.map(([line]) => line.length));
  const lines = examples.map(([line, meaning]) => `  isocenter ${line.padEnd(width)}   ${meaning}`);
  return lines.length === 0 ? command : command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
}

/** The settings every command needs to find the archive; all others come from the environment and the file. */
export function addArchiveOptions(command: Command): Command {
  return command
    .addOption(new Option('--data <dir>', 'folder that holds the archive (default: ./data)'))
    .addOption(new Option('--config <file>', 'JSON file with settings'))
    .addOption(new Option('--database <where>', 'sqlite:PATH or postgres://...'))
    .addOption(new Option('--server <url>', 'a server elsewhere, such as https://archive.example.org'))
    .addOption(new Option('--token <token>', 'who you are there (better: ISOCENTER_TOKEN)'))
    .addOption(new Option('--json', 'print results as JSON'));
}

/** The same for what begins an archive where there is none. */
export function withNewArchive(
  cli: Cli,
  flags: ArchiveFlags,
  work: (session: Session) => Promise<ExitCode>,
): Promise<void> {
  return withArchive(cli, flags, work, { mayCreate: true });
}

/** Opens the archive, does the work, closes the archive, remembers the exit code. */
export async function withArchive(
  cli: Cli,
  flags: ArchiveFlags,
  work: (session: Session) => Promise<ExitCode>,
  options: ConnectOptions = {},
): Promise<void> {
  const settings = readSettings(flags, cli.env);
  const remote = remoteOf(flags, cli.env);
  await using connection = await cli.connect(settings, { ...options, remote });
  const { client, isServer } = connection;
  cli.exitCode = await work({
    client,
    isServer,
    settings,
    signal: cli.signal,
    out: cli.out,
    json: flags.json === true,
    remote,
  });
}
