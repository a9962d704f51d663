import i18next from 'i18next';
import { IsocenterError } from '../../../src/contract/index.ts';

/**
 * What went wrong, in the language of who reads: the archive tells its errors by code. What it fills in may come from a device or a
 * program, and is left in their words.
 */
export function reasonOf(error: unknown): string {
  if (error instanceof IsocenterError) return wordsOf(error);
  return error instanceof Error ? error.message : String(error);
}

function wordsOf({ code, params }: IsocenterError): string {
  const words = i18next.t(code, {
    ...{ ns: 'errors', replace: params },
    // As the register writes them.
    interpolation: { prefix: '{', suffix: '}', escapeValue: false },
  });
  // A reason may be a sentence of its own.
  return words.replace(/\.\.$/, '.');
}
