/** Errors on the wire: RFC 9457 problem details with the code and parameters of the errors register. */
import {
  asIsocenterError,
  type ErrorCode,
  type ErrorParams,
  errorRegister,
  IsocenterError,
} from '../base/index.ts';

export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly params: ErrorParams;
}

export function problemOf(error: unknown): Problem {
  const { code, message, params, httpStatus } = asIsocenterError(error);
  return { status: httpStatus, code, title: message, params: { ...params } };
}

/**
 * The error that a problem was made from; a code that this version does not know becomes `internal` with its text. undefined for what
 * is no problem: something between us and the server answers in its own words.
 */
export function errorOfProblem(value: unknown): IsocenterError | undefined {
  if (!isProblem(value)) return undefined;
  const { code, params, title } = value;
  return isErrorCode(code)
    ? new IsocenterError(code, params)
    : new IsocenterError('internal', { reason: title });
}

/** What somebody else says, which has no code of ours: a person, a device, a program. */
export function saidProblem(reason: string): Problem {
  return problemOf(new IsocenterError('said', { reason }));
}

/** A reason as it is kept where there is room for text only. */
export function keptProblem(error: unknown): string {
  return JSON.stringify(problemOf(error));
}

/** What `keptProblem` kept. A version of before kept sentences: they stay in their words. */
export function problemKept(kept: string): Problem {
  try {
    const value: unknown = JSON.parse(kept);
    if (isProblem(value)) return value;
  } catch {
    // It is a sentence.
  }
  return saidProblem(kept);
}

/** By hand: browsers load this before anything else, and have no use for a library that checks shapes. */
function isProblem(value: unknown): value is Problem {
  if (typeof value !== 'object' || value === null) return false;
  const { status, code, title, params } = value as { readonly [Name in keyof Problem]?: unknown };
  return (
    Number.isInteger(status) &&
    typeof code === 'string' &&
    typeof title === 'string' &&
    typeof params === 'object' &&
    params !== null &&
    Object.values(params).every((param) => typeof param === 'string' || typeof param === 'number')
  );
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorRegister, code);
}
