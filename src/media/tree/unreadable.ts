import { IsocenterError } from '../../base/index.ts';

const known: Readonly<Record<string, string>> = {
  EACCES: 'no permission',
  EIO: 'the disc cannot be read here',
};

/** Why something of a tree cannot be read. A code of the system says it without names of files. */
export function unreadable(error: unknown): IsocenterError {
  if (error instanceof IsocenterError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return new IsocenterError('input/unreadable', { reason: known[code] ?? (code || 'unknown') }, error);
}
