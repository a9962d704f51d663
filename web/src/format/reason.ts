import i18next from 'i18next';
import {
  errorOfProblem,
  IsocenterError,
  oneByOne,
  reasonError,
  reasonsOf,
} from '../../../src/contract/index.ts';
import { fillings } from './fillings.ts';

/**
 * What went wrong, in the language of who reads: the archive tells its errors by code, those that it threw and those that it
 * kept (`Problem`). What it fills in may come from a device or a program, and is left in their words, as is a sentence.
 */
export function reasonOf(reason: unknown): string {
  const error = errorOfProblem(reason) ?? reason;
  if (error instanceof IsocenterError) return wordsOf(error);
  if (error instanceof Error && isTold(error.cause)) return reasonOf(error.cause);
  return error instanceof Error ? error.message : String(error);
}

const isTold = (cause: unknown): boolean =>
  cause instanceof IsocenterError || errorOfProblem(cause) !== undefined;

/** What is filled into a text of the contract's registers stands in single braces. */
export const asRegistersWrite = { prefix: '{', suffix: '}', escapeValue: false } as const;

function wordsOf(error: IsocenterError): string {
  const { code, params } = error;
  const reason = wordsOfReason(error);
  const filled = fillings(params);
  const words = i18next.t(code, {
    ...{ ns: 'errors', replace: reason === undefined ? filled : { ...filled, reason } },
    interpolation: asRegistersWrite,
  });
  // A reason may be a sentence of its own.
  return words.replace(/\.\.$/, '.');
}

/** Where what is filled in as the reason was an error of its own, or several. */
function wordsOfReason(error: IsocenterError): string | undefined {
  const cause = reasonError(error);
  if (cause) return wordsOf(cause);
  const several = reasonsOf(error);
  return several && oneByOne(several.each.map(({ what, reason }) => ({ what, words: wordsOf(reason) })));
}
