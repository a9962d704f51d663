import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { StoredInstance } from '../archive/index.ts';
import { callerOf, isLetIn } from './guard.ts';

/** Names the content of instances in the form it is sent in. */
export function etagOf(instances: readonly StoredInstance[], form: string): string {
  // In one go: a call for each of some thousand instances takes as long as reading them from the catalog.
  const contents = instances.map(({ sopInstanceUid, sha256 }) => `${sopInstanceUid} ${sha256}`);
  const hash = createHash('sha256').update(`${form}\n${contents.join('\n')}`);
  return `"${hash.digest('base64url').slice(0, 22)}"`;
}

/** Names the meaning of an answer whose bytes may differ: by content coding, by the boundary between parts. */
export const weak = (etag: string): string => `W/${etag}`;

/** What If-None-Match compares (RFC 9110 8.8.3.2). */
const opaqueTag = (etag: string): string => etag.trim().replace(/^W\//, '');

/** Says that the answer would be another one with another value of this request header. */
export function variesBy(reply: FastifyReply, header: 'accept' | 'accept-encoding' | 'origin'): void {
  const said = reply.getHeader('vary');
  const names = said === undefined ? [] : String(said).split(', ');
  if (!names.includes(header)) void reply.header('vary', [...names, header].join(', '));
}

/**
 * Patient data belongs to who asked for it and may have changed since: no shared cache keeps it, and one's own
 * asks first. True: the client has it already, and 304 was sent.
 */
export function isUnchanged(request: FastifyRequest, reply: FastifyReply, etag: string | undefined): boolean {
  void reply.header('cache-control', 'private, no-cache');
  variesBy(reply, 'accept');
  // A browser may have the answer with the names in it, which an account was given before.
  if (etag === undefined || (isLetIn(request) && callerOf(request).actor.identityHidden)) return false;
  void reply.header('etag', etag);
  const known = request.headers['if-none-match'];
  if (known === undefined) return false;
  const isKnown =
    known.trim() === '*' || known.split(',').some((each) => opaqueTag(each) === opaqueTag(etag));
  if (isKnown) void reply.code(304).send();
  return isKnown;
}
