/** The cookies of people's browsers: who is logged in, and which browser it is. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isDirectLoopback } from './where-from.ts';

/** `step` is what a login that is not complete goes on with. */
type Cookie = 'session' | 'device' | 'share' | 'step';

/** `__Host-`: set by this host over TLS only, and for all of it (RFC 6265bis 4.1.3.2). */
const names: Readonly<Record<Cookie, string>> = {
  session: '__Host-isocenter',
  device: '__Host-isocenter-device',
  share: '__Host-isocenter-share',
  step: '__Host-isocenter-step',
};
/** Not every browser takes secure cookies from http://localhost. */
const localNames: Readonly<Record<Cookie, string>> = {
  session: 'isocenter',
  device: 'isocenter-device',
  share: 'isocenter-share',
  step: 'isocenter-step',
};

/** Browsers send 4 KB; more is somebody else. */
const MAX_LENGTH = 8_192;

export function readCookie(request: FastifyRequest, cookie: Cookie): string | undefined {
  const all = parseCookies(request.headers.cookie ?? '');
  return all.get(names[cookie]) ?? (isDirectLoopback(request) ? all.get(localNames[cookie]) : undefined);
}

/** Whether a cookie set by an answer to this request will come back: a login is of no use otherwise. */
export function canKeepCookies(request: FastifyRequest): boolean {
  return request.protocol === 'https' || isDirectLoopback(request);
}

/** @param maxAgeSeconds absent: until the browser is closed; 0: no longer. */
export function setCookie(reply: FastifyReply, cookie: Cookie, value: string, maxAgeSeconds?: number): void {
  const isTls = reply.request.protocol === 'https';
  const parts = [
    `${isTls ? names[cookie] : localNames[cookie]}=${value}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
    ...(isTls ? ['Secure'] : []),
    ...(maxAgeSeconds === undefined ? [] : [`Max-Age=${maxAgeSeconds}`]),
  ];
  // Fastify adds to what is there: several cookies are several headers.
  reply.header('set-cookie', parts.join('; '));
}

function parseCookies(header: string): Map<string, string> {
  const pairs = header
    .slice(0, MAX_LENGTH)
    .split(';')
    .map((part) => part.trim().split('=', 2) as [string, string | undefined]);
  return new Map(pairs.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
}
