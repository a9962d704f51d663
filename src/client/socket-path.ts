/** Where the control socket of a data directory is. */
import { openSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

export const controlSocketName = 'control.sock';
/** `sun_path` of unix(7) has 108 bytes on Linux and 104 elsewhere, with a zero at the end. */
const maxPathBytes = 103;

/**
 * An address for the socket that fits the system's limit: the path itself, the path from the working directory,
 * or, on Linux, a path through an open descriptor of the data directory (kept open for the life of the process).
 */
export function controlSocketPath(dataDirectory: string): string {
  const full = join(resolve(dataDirectory), controlSocketName);
  const short = [full, relative(process.cwd(), full)].find((path) => Buffer.byteLength(path) <= maxPathBytes);
  if (short !== undefined) return short;
  if (process.platform !== 'linux') return full;
  return `/proc/self/fd/${openSync(dataDirectory, 'r')}/${controlSocketName}`;
}
