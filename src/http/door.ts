/** What every HTTP door has in common: limits, how errors are said, how it closes. */

import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { asIsocenterError, IsocenterError, type Logger } from '../base/index.ts';
import type { Address } from '../contract/index.ts';
import { problemOf } from '../contract/index.ts';
import { sendNothingHere } from './pages/layout.ts';
import { refuseNonHttp } from './refuse-non-http.ts';

/** A place where the server listens. `close` resolves when the last request is answered. */
export interface Door {
  listen(): Promise<Address>;
  close(): Promise<void>;
}

/** Lists of 3 x 10,000 UIDs fit. */
export const maxBodyBytes = 4 * 1024 * 1024;
const maxHeaderBytes = 16 * 1024;
const headersTimeoutMs = 10_000;
/** How often the server looks for connections that are over these times. */
const checkTimeoutsMs = 2_000;
const requestTimeoutMs = 60_000;
const keepAliveTimeoutMs = 5_000;

/** Of every HTTP server, whatever it listens on. */
export const connectionLimits = {
  maxHeaderSize: maxHeaderBytes,
  headersTimeout: headersTimeoutMs,
  connectionsCheckingInterval: checkTimeoutsMs,
  keepAliveTimeout: keepAliveTimeoutMs,
} as const;

/** Stops listening and lets open requests finish; those still open after the given time are cut off. */
export async function closeServer(server: FastifyInstance, graceMs: number): Promise<void> {
  const cutOff = setTimeout(() => server.server.closeAllConnections(), graceMs);
  await server.close();
  clearTimeout(cutOff);
}

/** No route gives Fastify a schema: the contract checks requests. Not loading its compilers saves 3 MB. */
const noCompilers = { buildValidator: neverBuilt, buildSerializer: neverBuilt };

function neverBuilt(): never {
  throw new Error('a route has a schema of its own');
}

/** On every answer that does not say otherwise: nothing is guessed, kept by a cache, or told to other sites. */
const safeHeaders = [
  ['x-content-type-options', 'nosniff'],
  ['cache-control', 'no-store'],
  ['referrer-policy', 'no-referrer'],
  ['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
  ['cross-origin-resource-policy', 'same-origin'],
] as const;

/** Done by the server for what is sent through it; whoever writes to the socket themselves calls it. */
export function addSafeHeaders(reply: FastifyReply): void {
  for (const [name, value] of safeHeaders) if (!reply.hasHeader(name)) reply.header(name, value);
}

/** @param trustedProxies addresses and networks whose X-Forwarded headers are believed. */
export function createServer(logger: Logger, trustedProxies: readonly string[] = []): FastifyInstance {
  const server = Fastify({
    logger: false,
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    bodyLimit: maxBodyBytes,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: connectionLimits.keepAliveTimeout,
    forceCloseConnections: 'idle',
    schemaController: { compilersFactory: noCompilers },
    http: connectionLimits,
    clientErrorHandler: refuseNonHttp,
  });
  server.addHook('onSend', async (_request, reply) => addSafeHeaders(reply));
  server.setErrorHandler<FastifyError>((error, request, reply) => {
    const known = registered(error);
    if (known.code === 'access/unauthenticated') reply.header('www-authenticate', challengesFor(request));
    if (known.code === 'access/too-many-attempts') reply.header('retry-after', known.params.seconds);
    return sendProblem(reply, known, logger);
  });
  server.setNotFoundHandler((request, reply) => {
    // Somebody who mistyped an address in the browser.
    if (request.headers['sec-fetch-dest'] === 'document') return sendNothingHere(reply);
    const place = `${request.method} ${request.url.split('?')[0]?.slice(0, 200)}`;
    return sendProblem(reply, new IsocenterError('input/no-such-place', { place }), logger);
  });
  return server;
}

/** RFC 9110 11.6.1. A page of ours that is refused must not make the browser ask for a password itself. */
function challengesFor({ headers }: FastifyRequest): string[] {
  const bearer = 'Bearer realm="isocenter"';
  return headers['sec-fetch-site'] === undefined
    ? [bearer, 'Basic realm="isocenter", charset="UTF-8"']
    : [bearer];
}

/** Fastify's own refusals by status; everything else is ours or a fault. */
function registered(error: FastifyError): IsocenterError {
  if (error.statusCode === 413) return new IsocenterError('input/too-large', { limit: maxBodyBytes });
  if (error.statusCode !== undefined && error.statusCode < 500) {
    return new IsocenterError('input/invalid', { reason: error.message });
  }
  return asIsocenterError(error);
}

function sendProblem(reply: FastifyReply, error: IsocenterError, logger: Logger): FastifyReply {
  const problem = problemOf(error);
  if (error.code === 'internal')
    logger.error({ code: error.code, err: error.cause ?? error }, 'request failed');
  return reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}
