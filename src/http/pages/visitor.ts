/** The browser of somebody who logs in: what it says of itself, and what it is given to keep. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Access, Browser, LoggedIn } from '../../access/index.ts';
import { asIsocenterError } from '../../base/index.ts';
import type { Caller } from '../../contract/index.ts';
import { canKeepCookies, readCookie, setCookie } from '../auth/cookies.ts';
import { isForwarded } from '../auth/where-from.ts';
import { identify } from '../guard.ts';

const yearSeconds = 366 * 86_400;
const maxAgentLength = 256;

/** The browser, as it names itself. */
export const agentOf = ({ headers }: FastifyRequest): string =>
  (headers['user-agent'] ?? '').slice(0, maxAgentLength);

export function browserOf(request: FastifyRequest): Browser {
  return {
    address: request.ip,
    agent: agentOf(request),
    device: readCookie(request, 'device'),
    session: readCookie(request, 'session'),
  };
}

/** Who may come by which cookie: a browser can send either in the place of the other. */
const visitorKinds = { session: 'user', share: 'share' } as const;

/** The account that is logged in with a cookie, or the link that is open by it; undefined when it is so no more. */
export function visitorBy(
  access: Access,
  request: FastifyRequest,
  cookie: keyof typeof visitorKinds,
): Caller | undefined {
  const session = readCookie(request, cookie);
  if (session === undefined) return undefined;
  try {
    const caller = access.bySession(session, request.ip);
    return caller.actor.kind === visitorKinds[cookie] ? caller : undefined;
  } catch (error) {
    if (asIsocenterError(error).code === 'access/unauthenticated') return undefined;
    throw error;
  }
}

/** Somebody has logged in with this request: the browser keeps that, and the audit log says it. */
export function remember(
  request: FastifyRequest,
  reply: FastifyReply,
  { session, device, caller }: LoggedIn,
): void {
  identify(request, caller);
  setCookie(reply, 'session', session);
  setCookie(reply, 'device', device, yearSeconds);
  setCookie(reply, 'step', '', 0);
}

/** Why a login could not work here, in words for who can mend it. */
export function insecure(request: FastifyRequest): string | undefined {
  if (canKeepCookies(request)) return undefined;
  return isForwarded(request)
    ? 'A proxy forwards to here. Its address has to be in the setting trustedProxies, and it has to use HTTPS.'
    : 'This connection is not encrypted, so you cannot log in here. Open the address with https://, or on the machine itself with http://localhost.';
}

/** Only a place of ours: `//host` and `/\host` are others. */
export function localPath(text: string): string {
  return /^\/(?![/\\])[\x21-\x7e]{0,500}$/.test(text) ? text : '/';
}

/** A value of the address after the `?`; empty when there is none. */
export function queryText({ query }: FastifyRequest, name: string): string {
  const value = (query as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value : '';
}
