/** Who asks, and whether they may: decided once for each request, before its body is read. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { IsocenterError } from '../base/index.ts';
import {
  type Caller,
  callerFor,
  nobody,
  type Right,
  type RouteRight,
  requireRecentLogIn,
} from '../contract/index.ts';

/**
 * Makes the caller of a request, or throws `access/unauthenticated`, `access/too-many-attempts` or `access/busy`.
 * @param isAgain it was let in and goes on: asking does not keep a session from ending.
 */
export type Authenticate = (request: FastifyRequest, isAgain?: boolean) => Promise<Caller>;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the caller has to be allowed to do. A route of a guarded server without one is refused at start. */
    readonly right?: RouteRight;
    /** The right has to reach everything: the route concerns more than what a part of the archive holds. */
    readonly everything?: boolean;
    /** A browser's session has to have begun not long ago. */
    readonly recentLogIn?: boolean;
    /** Who is not to know whose images they see may come here: what the archive hides comes in no other way into an answer. */
    readonly keepsIdentityHidden?: boolean | undefined;
    /** Whoever has a link to send something may come here with it: what they send is counted. */
    readonly isForUploadLinks?: boolean;
  }
}

/** Whoever said who they are, let in or not. */
const identified = new WeakMap<FastifyRequest, Caller>();
/** What a request needed beyond the right of its route. */
const needed = new WeakMap<FastifyRequest, Right>();
/** As the route may see them. */
const callers = new WeakMap<FastifyRequest, Caller>();

/**
 * Routes that are added to this server from now on need a caller with the right they declare. Whoever does not have it
 * gets `archive/forbidden`; who logged in too long ago for it, `access/log-in-again`.
 */
export function guard(server: FastifyInstance, authenticate: Authenticate): void {
  server.addHook('onRoute', ({ method, url, config }) => {
    if (config?.right === undefined) throw new Error(`${String(method)} ${url} declares no right`);
  });
  server.addHook('onRequest', async (request) => {
    callers.set(request, await admit(authenticate, request));
  });
}

/** The caller of a request that goes on for long, as the guard would see them now; throws when it would not let them in. */
export function admitAgain(authenticate: Authenticate, request: FastifyRequest): Promise<Caller> {
  return admit(authenticate, request, true);
}

async function admit(authenticate: Authenticate, request: FastifyRequest, isAgain = false): Promise<Caller> {
  const { right, everything, recentLogIn, isForUploadLinks, keepsIdentityHidden } =
    request.routeOptions.config;
  if (right === 'anyone') return { ...nobody, address: request.ip };
  const caller = await authenticate(request, isAgain);
  identified.set(request, caller);
  if (right === undefined) throw new IsocenterError('internal', { reason: 'a route declares no right' });
  if (right === 'store' && caller.actor.kind === 'share' && !isForUploadLinks)
    throw new IsocenterError('archive/forbidden', { actor: caller.actor.name, action: 'store in this way' });
  if (caller.actor.identityHidden && !keepsIdentityHidden)
    throw new IsocenterError('archive/forbidden', {
      actor: caller.actor.name,
      action: 'see what may say whose images these are',
    });
  const allowed = right === 'known' ? caller : callerFor(caller, right, everything);
  if (recentLogIn) requireRecentLogIn(caller);
  return allowed;
}

/** Says who a request is from that is let in by no guard: those of our pages. */
export function identify(request: FastifyRequest, caller: Caller): void {
  identified.set(request, caller);
}

/** Who sent it, also when they may not do this; undefined when they are nobody we know. */
export function senderOf(request: FastifyRequest): Caller | undefined {
  return identified.get(request);
}

/** For what turns out to need more than the right of its route. Throws `archive/forbidden`. */
export function requireRight(request: FastifyRequest, right: Right): void {
  needed.set(request, right);
  callers.set(request, callerFor(identified.get(request) ?? nobody, right));
}

/** What a request needed in the end. */
export function rightOf(request: FastifyRequest): RouteRight | undefined {
  return needed.get(request) ?? request.routeOptions.config.right;
}

/** Whether a guard let the caller of a request in. */
export function isLetIn(request: FastifyRequest): boolean {
  return callers.has(request);
}

/** The caller that the guard let in; its scope is what the right of the route reaches. */
export function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request);
  if (!caller) throw new IsocenterError('internal', { reason: 'a request passed without its guard' });
  return caller;
}
