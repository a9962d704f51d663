import { spawnSync } from 'node:child_process';

/** Scripts end on their own; one that does not is killed. */
const TIMEOUT_MS = 60_000;
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

/** The Python that has pydicom, or undefined. The one of the system comes second: PATH may lead to another. */
const python: string | undefined = ['python3', '/usr/bin/python3'].find(
  (command) => spawnSync(command, ['-c', 'import pydicom'], { timeout: TIMEOUT_MS }).status === 0,
);

export const hasPydicom: boolean = python !== undefined;

/** Runs a script that prints JSON and gives back what it printed. */
export function runPydicom<Result>(script: string, args: readonly string[] = []): Result {
  if (python === undefined) throw new Error('pydicom is not here; guard the suite with hasPydicom.');
  const { status, stdout, stderr } = spawnSync(python, ['-W', 'ignore', '-c', script, ...args], {
    encoding: 'utf8',
    timeout: TIMEOUT_MS,
    maxBuffer: MAX_OUTPUT_BYTES,
  });
  if (status !== 0) throw new Error(`pydicom ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as Result;
}
