/** Who asks, and whether they may: decided once for each request, before its body is read. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { IsocenterError } from '../base/index.ts';
import type { Caller, Right } from '../contract/index.ts';

/** Makes the caller of a request, or throws `access/unauthenticated` or `archive/forbidden`. */
export type Authenticate = (request: FastifyRequest) => Promise<Caller>;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the caller has to be allowed to do. A route of a guarded server without one is refused at start. */
    readonly right?: Right;
  }
}

const callers = new WeakMap<FastifyRequest, Caller>();

/** Routes that are added to this server from now on need a caller with the right they declare. */
export function guard(server: FastifyInstance, authenticate: Authenticate): void {
  server.addHook('onRoute', ({ method, url, config }) => {
    if (config?.right === undefined) throw new Error(`${String(method)} ${url} declares no right`);
  });
  server.addHook('onRequest', async (request) => {
    const caller = await authenticate(request);
    const { right } = request.routeOptions.config;
    if (right === undefined || !caller.rights.has(right)) {
      throw new IsocenterError('archive/forbidden', { actor: caller.actor.name, action: right ?? 'this' });
    }
    callers.set(request, caller);
  });
}

/** The caller that the guard let in. */
export function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request);
  if (!caller) throw new IsocenterError('internal', { reason: 'a request passed without its guard' });
  return caller;
}
