/** Runs one command line in this process: signals, errors, exit code. */
import { asIsocenterError, IsocenterError } from '../../base/index.ts';
import type { Cli } from './cli.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { explain } from './explain.ts';
import { processOutput } from './output.ts';
import { runProgram } from './program.ts';

export async function runProcess(): Promise<void> {
  quietBrokenPipe();
  const cli: Cli = {
    out: processOutput,
    env: process.env,
    signal: interruption(),
    connect: async (...args) => (await import('./connect.ts')).connectArchive(...args),
    exitCode: exitCodes.ok,
  };
  await runReported(cli, process.argv.slice(2));
  process.exitCode = cli.exitCode;
}

/** Runs the command and turns whatever it throws into a message and an exit code. */
export async function runReported(cli: Cli, args: readonly string[]): Promise<void> {
  try {
    await runProgram(cli, args);
  } catch (error) {
    const { code } = asIsocenterError(error);
    cli.exitCode = exitCodeOf(code);
    cli.out.tell(explain(error));
    if (cli.env.ISOCENTER_LOG_LEVEL === 'debug' && error instanceof Error) cli.out.tell(String(error.stack));
  }
}

/**
 * One Ctrl-C arrives more than once: from the terminal, and again through `npm` and scripts/start.mjs. Signals this
 * close together are the same one.
 */
const samePressMs = 1_000;

/** The first Ctrl-C or SIGTERM asks the command to end well; a second one ends it. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  let firstAt = 0;
  const interrupted = (): void => {
    if (!controller.signal.aborted) {
      firstAt = performance.now();
      controller.abort(new IsocenterError('cancelled'));
    } else if (performance.now() - firstAt > samePressMs) process.exit(exitCodes.cancelled);
  };
  process.on('SIGINT', interrupted);
  process.on('SIGTERM', interrupted);
  return controller.signal;
}

/** `isocenter find | head`: the reader has enough, and that is no error. */
function quietBrokenPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exitCodes.ok);
    throw error;
  });
}
