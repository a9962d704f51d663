/** Who an HTTP request is from: the one place of the HTTP doors that looks at credentials. */
import type { FastifyRequest } from 'fastify';
import type { Access } from '../../access/index.ts';
import { IsocenterError } from '../../base/index.ts';
import type { Caller } from '../../contract/index.ts';
import type { Authenticate } from '../guard.ts';
import { readCookie } from './cookies.ts';
import { originOf } from './site.ts';
import { requireOwnSite } from './where-from.ts';

/**
 * `Authorization: Bearer TOKEN` for programs. `Basic` (RFC 7617) for DICOM tools that know nothing else: name and password of
 * an account, or any name with a token as its password. Browsers have the cookie of a session, which only counts for
 * requests of our own pages.
 */
export function createAuthenticate(access: Access): Authenticate {
  return async (request, isAgain = false) => {
    const { scheme, value } = authorizationOf(request);
    if (scheme === 'bearer') return access.byToken(value, request.ip);
    if (scheme === 'basic') return await byBasic(access, value, request.ip);
    if (scheme === '') return byCookie(access, request, !isAgain);
    throw new IsocenterError('access/unauthenticated', { reason: 'send a token, or log in' });
  };
}

/** An account that is logged in comes before a share that is open in the same browser. */
function byCookie(access: Access, request: FastifyRequest, isUsed: boolean): Caller {
  const [first, second] = (['session', 'share'] as const).flatMap((name) => readCookie(request, name) ?? []);
  if (first === undefined)
    throw new IsocenterError('access/unauthenticated', { reason: 'send a token, or log in' });
  requireOwnSite(request);
  const origin = originOf(request);
  const bySession = (secret: string): Caller => ({
    ...access.bySession(secret, request.ip, isUsed),
    ...(origin !== undefined && { origin }),
  });
  try {
    return bySession(first);
  } catch (error) {
    if (second === undefined) throw error;
    return bySession(second);
  }
}

async function byBasic(access: Access, value: string, address: string): Promise<Caller> {
  const text = Buffer.from(value, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const [name, password] = [text.slice(0, Math.max(0, colon)), text.slice(colon + 1)];
  return await access.byNameAndSecret(name, password, address);
}

function authorizationOf({ headers }: FastifyRequest): { scheme: string; value: string } {
  const [, scheme = '', value = ''] = /^(\w+) +(\S+)$/.exec(headers.authorization ?? '') ?? [];
  return { scheme: scheme.toLowerCase(), value };
}
