/** Where people reach us, as their browser names it. */
import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import type { Site } from '../../access/index.ts';
import { IsocenterError } from '../../base/index.ts';

/**
 * The site of an origin. undefined where passkeys cannot work: a bare address, no TLS (but on the machine itself), or
 * another name than that of the setting `publicUrl`.
 */
export function siteOf(origin: string | undefined, publicUrl: string | undefined): Site | undefined {
  if (origin === undefined || (publicUrl !== undefined && origin !== new URL(publicUrl).origin))
    return undefined;
  const { hostname, protocol } = new URL(origin);
  const isBareAddress = isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;
  const isSecure = protocol === 'https:' || hostname === 'localhost';
  return isBareAddress || !isSecure ? undefined : { origin, id: hostname };
}

/** Throws `access/no-passkeys-here`. */
export function requireSite(origin: string | undefined, publicUrl: string | undefined): Site {
  const site = siteOf(origin, publicUrl);
  if (site) return site;
  throw new IsocenterError('access/no-passkeys-here', { place: publicUrl ?? 'a host name with HTTPS' });
}

/** `https://images.example.org`; undefined when the request names no host that could be one. */
export function originOf({ protocol, host }: FastifyRequest): string | undefined {
  const url = URL.parse(`${protocol}://${host}`);
  return url === null || url.pathname !== '/' || url.username !== '' ? undefined : url.origin;
}
