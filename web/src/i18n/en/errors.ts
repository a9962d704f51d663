import { type ErrorCode, errorRegister } from '../../../../src/contract/index.ts';

/** What can go wrong: the archive says it in English itself. What it fills in stands in braces. */
export const errors = Object.fromEntries(
  Object.entries(errorRegister).map(([code, { message }]) => [code, message]),
) as Readonly<Record<ErrorCode, string>>;
