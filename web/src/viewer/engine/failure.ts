/** Why an image could not be shown, in our words: the loader rejects with the request that failed, or with an error of a decoder. */
import { errorOfProblem, IsocenterError } from '../../../../src/contract/index.ts';
import { sessionEnded } from '../../api/session.ts';

export interface Failure {
  readonly kind: 'loggedOut' | 'missing' | 'unreachable' | 'damaged';
  /** What the server or the decoder says. */
  readonly reason: string;
}

/** What counts as not being there (RFC 9110 15.5.5, 15.5.11). */
const gone = new Set([404, 410]);

export function failureOf(thrown: unknown): Failure {
  const error = insideOf(thrown);
  if (error instanceof XMLHttpRequest) return failureOfRequest(error);
  if (error instanceof IsocenterError) return failureOfProblem(error);
  return { kind: 'damaged', reason: error instanceof Error ? error.message : String(error) };
}

function insideOf(thrown: unknown): unknown {
  const isWrapped = typeof thrown === 'object' && thrown !== null && 'error' in thrown && thrown.error;
  return isWrapped ? thrown.error : thrown;
}

function failureOfRequest(request: XMLHttpRequest): Failure {
  const told = errorOfProblem(jsonIn(request.response));
  if (told) return failureOfProblem(told, request.status);
  if (request.status === 401) return failureOfProblem(new IsocenterError('access/unauthenticated'));
  const reason = request.status === 0 ? '' : `${request.status} ${request.statusText}`;
  if (request.status === 0) return { kind: 'unreachable', reason };
  return { kind: gone.has(request.status) ? 'missing' : 'damaged', reason };
}

function failureOfProblem(error: IsocenterError, status?: number): Failure {
  const reason = error.message;
  sessionEnded.notice(error);
  if (error.code === 'access/unauthenticated') return { kind: 'loggedOut', reason };
  if (error.code === 'control/lost') return { kind: 'unreachable', reason };
  return { kind: status !== undefined && gone.has(status) ? 'missing' : 'damaged', reason };
}

function jsonIn(bytes: unknown): unknown {
  if (!(bytes instanceof ArrayBuffer)) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    // Not in our words: something between us and the server answered.
    return undefined;
  }
}
