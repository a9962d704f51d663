import { existsSync } from 'node:fs';
import { runOrThrow } from './processes.ts';

/** Debian's Python: another one earlier on PATH does not see Debian's packages. */
const python = '/usr/bin/python3';

/** True when Debian's pydicom is here. */
export const hasPydicom: boolean = existsSync(python) && existsSync('/usr/lib/python3/dist-packages/pydicom');

/** Runs a Python script that may import pydicom; what it prints. */
export async function runPydicom(
  script: string,
  args: readonly string[],
  timeoutMs = 600_000,
): Promise<string> {
  const { stdout } = await runOrThrow(python, ['-c', script, ...args], { timeoutMs });
  return stdout;
}
