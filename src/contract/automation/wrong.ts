import { type ErrorCode, type ErrorParams, IsocenterError } from '../../base/index.ts';

/** What a `refine` says of what is wrong beyond its shape: the error goes along in the issue, see {@link wrongIn}. */
export function wrong(
  code: ErrorCode,
  params?: ErrorParams,
): { readonly error: string; readonly params: { readonly reason: IsocenterError } } {
  const reason = new IsocenterError(code, params);
  return { error: reason.message, params: { reason } };
}

/** The error that a `refine` gave to its issue; undefined where it gave none. */
export function wrongIn(params: Readonly<Record<string, unknown>> | undefined): IsocenterError | undefined {
  return params?.reason instanceof IsocenterError ? params.reason : undefined;
}
