/**
 * Fetching from a server that a setting names, without becoming a way into places that only this machine reaches: addresses
 * are looked at when the connection is made (a name that changes its address in between gains nothing), no redirect is
 * followed, and nothing is waited for or read without end.
 */
import type { IncomingMessage } from 'node:http';
import { isIP, type LookupFunction } from 'node:net';
import { IsocenterError } from '../base/index.ts';
import { asUnreachable, httpClientOf, readAnswer } from './http-client.ts';
import { guardedLookup, isLoopbackAddress, isReservedAddress } from './reserved-addresses.ts';

export interface GuardedRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/** As `fetch`, for small texts. Throws `net/forbidden`, `net/unreachable`. */
export type GuardedFetch = (url: string, request?: GuardedRequest) => Promise<Response>;

const TIMEOUT_MS = 10_000;
const MAX_BODY_BYTES = 1024 * 1024;

/**
 * @param mayReachLoopback the setting names this machine itself; then http will do too.
 * Private networks are reached: that is where servers of a clinic are.
 */
export function createGuardedFetch({
  mayReachLoopback,
}: {
  readonly mayReachLoopback: boolean;
}): GuardedFetch {
  return async (address, request = {}) => {
    const url = new URL(address);
    const isPlain = url.protocol === 'http:';
    if (url.protocol !== 'https:' && !(isPlain && mayReachLoopback)) throw forbidden(url, 'it is not https');
    const isAllowed = (ip: string): boolean =>
      isLoopbackAddress(ip) ? mayReachLoopback : !isPlain && !isReservedAddress(ip);
    const literal = url.hostname.replace(/^\[|\]$/g, '');
    const refusal = () => forbidden(url, 'its address is none of a server');
    if (isIP(literal) !== 0 && !isAllowed(literal)) throw refusal();
    return await send(url, request, guardedLookup(isAllowed, refusal));
  };
}

async function send(
  url: URL,
  { method = 'GET', headers, body, signal }: GuardedRequest,
  lookup: LookupFunction,
): Promise<Response> {
  const client = await httpClientOf(url);
  const { promise, resolve, reject } = Promise.withResolvers<Response>();
  const limit = AbortSignal.timeout(TIMEOUT_MS);
  const request = client.request(url, {
    ...{ method, lookup, agent: false, headers: { ...headers } },
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
  });
  request.once('error', (error) => reject(asUnreachable(url, error)));
  request.once('response', (response) => {
    readAnswer(response, MAX_BODY_BYTES).then(
      (bytes) => resolve(responseOf(response, bytes)),
      (error: unknown) => reject(asUnreachable(url, error)),
    );
  });
  request.end(body);
  return await promise;
}

/** Statuses that have no body (Fetch 2.2.3). */
const bodiless = new Set([101, 204, 205, 304]);

function responseOf({ statusCode = 500, headers }: IncomingMessage, bytes: Buffer): Response {
  const pairs = Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  );
  const body = bodiless.has(statusCode) ? null : new Uint8Array(bytes);
  return new Response(body, { status: statusCode, headers: pairs });
}

const forbidden = (url: URL, reason: string): IsocenterError =>
  new IsocenterError('net/forbidden', { host: url.host, reason });
