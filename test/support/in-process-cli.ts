import { connectArchive } from '../../src/cli/frame/connect.ts';
import { runReported } from '../../src/cli/frame/process.ts';

export interface Printed {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command as the program does, without a process of its own: starting one takes longer than most commands. */
export async function runCommand(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<Printed> {
  const [printed, told]: [string[], string[]] = [[], []];
  const cli: Parameters<typeof runReported>[0] = {
    out: {
      print: (text) => void printed.push(text),
      tell: (text) => void told.push(text),
      isTerminal: false,
      width: undefined,
    },
    env,
    signal: new AbortController().signal,
    connect: connectArchive,
    exitCode: 0,
  };
  await runReported(cli, [...args]);
  return { code: cli.exitCode, stdout: printed.join('\n'), stderr: told.join('\n') };
}
