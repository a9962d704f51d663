/** Pages of other origins that may read answers (CORS, Fetch 3.2): viewers that are not served by us. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { variesBy } from './conditional.ts';

/** What such a page may send, and what it sees of answers besides what every page does. */
const requestHeaders = 'authorization, accept, content-type, range, if-range, if-none-match';
const answerHeaders =
  'content-length, content-range, content-location, content-disposition, accept-ranges, etag, warning, retry-after, x-total-count';
const methods = 'GET, POST, OPTIONS';
/** Browsers remember an answer to what they ask before a request for so long, seconds. */
const maxAge = 600;

/**
 * Lets pages of these origins ask routes that are added to this server from now on; to be called before its guard is. They have to
 * send a token: a cookie of somebody who is logged in here counts for our own pages only, so what comes from another origin with
 * one is from nobody.
 */
export function allowOrigins(server: FastifyInstance, origins: readonly string[]): void {
  if (origins.length === 0) return;
  const allowed = new Set(origins);
  server.addHook('onRequest', async (request, reply) => {
    variesBy(reply, 'origin');
    const { origin } = request.headers;
    if (origin === undefined || !allowed.has(origin)) return;
    delete request.headers.cookie;
    void reply.header('access-control-allow-origin', origin);
    void reply.header('access-control-expose-headers', answerHeaders);
    if (isPreflight(request)) return answerPreflight(reply);
  });
}

/** Asked by browsers themselves, without credentials (Fetch 4.8). */
const isPreflight = ({ method, headers }: FastifyRequest): boolean =>
  method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;

function answerPreflight(reply: FastifyReply): FastifyReply {
  void reply.header('access-control-allow-methods', methods);
  void reply.header('access-control-allow-headers', requestHeaders);
  return reply.header('access-control-max-age', maxAge).code(204).send();
}
