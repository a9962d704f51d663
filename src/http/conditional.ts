import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { StoredInstance } from '../archive/index.ts';

/** Names the content of instances in the form it is sent in. */
export function etagOf(instances: readonly StoredInstance[], form: string): string {
  // In one go: a call for each of some thousand instances takes as long as reading them from the catalog.
  const contents = instances.map(({ sopInstanceUid, sha256 }) => `${sopInstanceUid} ${sha256}`);
  const hash = createHash('sha256').update(`${form}\n${contents.join('\n')}`);
  return `"${hash.digest('base64url').slice(0, 22)}"`;
}

/**
 * Patient data belongs to who asked for it and may have changed since: no shared cache keeps it, and one's own
 * asks first. True: the client has it already, and 304 was sent.
 */
export function isUnchanged(request: FastifyRequest, reply: FastifyReply, etag: string | undefined): boolean {
  void reply.header('cache-control', 'private, no-cache').header('vary', 'accept, accept-encoding');
  if (etag === undefined) return false;
  void reply.header('etag', etag);
  const known = request.headers['if-none-match'];
  if (known === undefined) return false;
  const isKnown =
    known.trim() === '*' || known.split(',').some((each) => each.trim().replace(/^W\//, '') === etag);
  if (isKnown) void reply.code(304).send();
  return isKnown;
}
