/** Where an HTTP request comes from, as far as that can be known. */
import type { FastifyRequest } from 'fastify';
import { IsocenterError } from '../../base/index.ts';
import { isLoopback } from '../../nodes/index.ts';

/** What proxies and tunnels add: then the address of the connection is theirs. */
const forwardingHeaders = [
  ...['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'],
  ...[
    'cf-connecting-ip',
    'true-client-ip',
    'x-client-ip',
    'x-original-forwarded-for',
    'tailscale-user-login',
  ],
];

export function isForwarded({ headers }: FastifyRequest): boolean {
  return forwardingHeaders.some((name) => headers[name] !== undefined);
}

const localHosts = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i;

/**
 * Whether a program on this machine asks, itself and not for somebody else. The name it asks for has to be that of this
 * machine too: a page whose name was made to point here (DNS rebinding) says its own.
 */
export function isDirectLoopback(request: FastifyRequest): boolean {
  const { socket, headers } = request;
  return (
    isLoopback(socket.remoteAddress ?? '') && !isForwarded(request) && localHosts.test(headers.host ?? '')
  );
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * What is done with a cookie has to come from a page of ours. Browsers say where a request comes from (Fetch Metadata, RFC
 * 6454 Origin); one that says neither is not believed. Throws `access/foreign-site`.
 */
export function requireOwnSite(request: FastifyRequest): void {
  const { method, headers } = request;
  if (safeMethods.has(method)) return;
  const site = headers['sec-fetch-site'];
  const isOwn = site === undefined ? isOwnOrigin(request) : site === 'same-origin';
  if (!isOwn) throw new IsocenterError('access/foreign-site');
}

function isOwnOrigin({ headers, protocol, host }: FastifyRequest): boolean {
  return headers.origin !== undefined && headers.origin === `${protocol}://${host}`;
}
