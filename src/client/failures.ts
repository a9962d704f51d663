/** What can go wrong between a client and a server, in the words of the errors register. */
import { IsocenterError } from '../contract/index.ts';

export type HttpTarget = SocketTarget | RemoteTarget;

interface SocketTarget {
  readonly socketPath: string;
}

/** A server on the network. */
export interface RemoteTarget {
  /** `https://archive.example.org`; a path before `/api` stays. */
  readonly url: URL;
  /** Says who calls; see `isocenter token create`. */
  readonly token?: string | undefined;
}

export function cancelled(signal: AbortSignal): IsocenterError {
  return signal.reason instanceof IsocenterError ? signal.reason : new IsocenterError('cancelled');
}

/** No connection, so nothing was begun: another way may be tried. */
export function unreachable(error: Error, target: HttpTarget): IsocenterError {
  const address = 'socketPath' in target ? target.socketPath : target.url.origin;
  return new IsocenterError('control/unreachable', { address, reason: error.message }, error);
}

/** The connection broke while the server worked on it. Errors that already have a code stay what they are. */
export function lost(error: unknown): IsocenterError {
  if (error instanceof IsocenterError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new IsocenterError('control/lost', { reason }, error);
}

const noConnection = new Set([
  'ECONNREFUSED',
  'ENOENT',
  'EACCES',
  'ENOTSOCK',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ETIMEDOUT',
]);

export function requestFailure(error: NodeJS.ErrnoException, target: HttpTarget): IsocenterError {
  return noConnection.has(error.code ?? '') ? unreachable(error, target) : lost(error);
}
