import { IsocenterError } from '../../base/index.ts';

const known: Readonly<Record<string, string>> = {
  EACCES: 'no permission',
  EIO: 'the disc cannot be read here',
};

/** Why something of a tree cannot be read, in words. */
export function reasonOf(error: unknown): string {
  if (error instanceof IsocenterError) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return known[code] ?? (code || 'unknown');
}
