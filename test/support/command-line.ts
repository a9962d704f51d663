import { type Output, run } from './processes.ts';
import { type IsocenterServer, mainScript, nodeBinary } from './server.ts';
import { usualDatabaseFlags } from './usual-engine.ts';

/** Runs a command of the `isocenter` program on a server's data directory. */
export function isocenter(server: Pick<IsocenterServer, 'data'>, ...args: string[]): Promise<Output> {
  return isocenterWith(undefined, server, ...args);
}

/** The same with something to read from standard input. */
export async function isocenterWith(
  input: string | undefined,
  server: Pick<IsocenterServer, 'data'>,
  ...args: string[]
): Promise<Output> {
  const database = await usualDatabaseFlags(server.data);
  return await run(nodeBinary, [mainScript, ...args, '--data', server.data, ...database], { input });
}

/** The same with `--json`; what it printed. Throws when it did not end with the exit code expected. */
export async function isocenterJson<Result>(
  server: Pick<IsocenterServer, 'data'>,
  args: readonly string[],
  exitCode = 0,
): Promise<Result> {
  const { code, stdout, stderr } = await isocenter(server, ...args, '--json');
  if (code !== exitCode)
    throw new Error(`isocenter ${args.join(' ')} ended with ${code}:\n${stderr}${stdout}`);
  return JSON.parse(stdout) as Result;
}
