/** Errors on the wire: RFC 9457 problem details with the code and parameters of the errors register. */
import {
  asIsocenterError,
  type ErrorCode,
  type ErrorParams,
  errorRegister,
  IsocenterError,
  type ReasonOf,
  Reasons,
} from '../base/index.ts';

interface PlainProblem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly params: ErrorParams;
}

/** One of several reasons: of a way to do it, or of a file. */
interface EachProblem {
  readonly what: string;
  readonly reason: PlainProblem;
}

interface ReasonedProblem extends PlainProblem {
  /** Where several reasons are filled in as one: those, so that they can be said in another language, too. */
  readonly each?: readonly EachProblem[] | undefined;
}

export interface Problem extends ReasonedProblem {
  /** Where the reason that is filled in was an error of its own: that one. */
  readonly cause?: ReasonedProblem | undefined;
}

export function problemOf(error: unknown): Problem {
  const known = asIsocenterError(error);
  const cause = reasonError(known);
  return { ...reasoned(known), ...(cause && { cause: reasoned(cause) }) };
}

function plain({ code, message: title, params, httpStatus: status }: IsocenterError): PlainProblem {
  return { status, code, title, params: { ...params } };
}

function reasoned(error: IsocenterError): ReasonedProblem {
  const several = reasonsOf(error);
  const each = several?.each.map(({ what, reason }) => ({ what, reason: plain(reason) }));
  return { ...plain(error), ...(each && { each }) };
}

/** The error that is filled in as the reason of another, where it is one. */
export function reasonError({ params, cause }: IsocenterError): IsocenterError | undefined {
  return cause instanceof IsocenterError && cause.message === params.reason ? cause : undefined;
}

/** Those that are filled in as the reason of an error, where they are several. */
export function reasonsOf({ params, cause }: IsocenterError): Reasons | undefined {
  return cause instanceof Reasons && cause.message === params.reason ? cause : undefined;
}

/** An error with several reasons filled in as its reason. */
export function errorOfReasons(
  code: ErrorCode,
  each: readonly ReasonOf[],
  params: ErrorParams = {},
): IsocenterError {
  const reasons = new Reasons(each);
  return new IsocenterError(code, { ...params, reason: reasons.message }, reasons);
}

/**
 * The error that a problem was made from; a code that this version does not know becomes `internal` with its text. undefined for what
 * is no problem: something between us and the server answers in its own words.
 */
export function errorOfProblem(value: unknown): IsocenterError | undefined {
  if (!isProblem(value)) return undefined;
  const { code, params, title, cause, each } = value;
  return isErrorCode(code)
    ? new IsocenterError(code, params, errorOfProblem(cause) ?? reasonsOfProblems(each))
    : new IsocenterError('internal', { reason: title });
}

function reasonsOfProblems(each: unknown): Reasons | undefined {
  if (!Array.isArray(each)) return undefined;
  return new Reasons(
    (each as Partial<EachProblem>[]).flatMap((one) => {
      const reason = errorOfProblem(one?.reason);
      return reason ? [{ what: String(one.what), reason }] : [];
    }),
  );
}

/** What is wrong with a part of something: where that is, from the top, and the words for it. */
export const atPlace = (place: string, words: string): string =>
  place === '' ? words : `${place}: ${words}`;

/** What somebody else says, which has no code of ours: a person, a device, a program. */
export function saidProblem(reason: string): Problem {
  return problemOf(new IsocenterError('said', { reason }));
}

/**
 * A problem that was kept: as the text of its JSON, or within other JSON. A version of before kept sentences: they stay in their
 * words. Where none was kept there is none.
 */
export function problemKept(kept: string | Problem): Problem;
export function problemKept(kept: string | Problem | null): Problem | null;
export function problemKept(kept: string | Problem | null): Problem | null {
  if (typeof kept !== 'string') return kept;
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
