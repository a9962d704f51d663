/** Errors on the wire: RFC 9457 problem details with the code and parameters of the errors register. */

import { z } from 'zod';
import { asIsocenterError, type ErrorCode, errorRegister, IsocenterError } from '../base/index.ts';

export const problem = z.object({
  status: z.int(),
  code: z.string(),
  title: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Problem = z.output<typeof problem>;

export function problemOf(error: unknown): Problem {
  const { code, message, params, httpStatus } = asIsocenterError(error);
  return { status: httpStatus, code, title: message, params: { ...params } };
}

/** The error a problem was made from; a code this version does not know becomes `internal` with its text. */
export function errorOfProblem({ code, params, title }: Problem): IsocenterError {
  if (isErrorCode(code)) return new IsocenterError(code, params);
  return new IsocenterError('internal', { reason: title });
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorRegister, code);
}
