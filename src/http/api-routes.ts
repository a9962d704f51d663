/** The routes of the contract on a Fastify server, whichever door it belongs to. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { IsocenterError, type Logger } from '../base/index.ts';
import {
  api,
  type ControlApi,
  dispatch,
  parseRequest,
  type Route,
  type RouteName,
} from '../contract/index.ts';
import { compressAnswers } from './compress.ts';
import { type Authenticate, callerOf, guard } from './guard.ts';
import { ndjsonContentType, ndjsonOf } from './stream-reply.ts';
import { untilGone } from './until-gone.ts';

export interface ApiParts {
  readonly control: ControlApi;
  readonly authenticate: Authenticate;
  readonly logger: Logger;
}

/** Adds the whole API, behind a guard. When the server closes, calls in progress are cancelled. */
export function apiRoutes(parts: ApiParts): (server: FastifyInstance) => void {
  return (server) =>
    void server.register(async (guarded) => {
      guard(guarded, parts.authenticate);
      compressAnswers(guarded);
      const calls = new CallsInProgress();
      guarded.addHook('preClose', async () => calls.cancelAll(new IsocenterError('archive/draining')));
      for (const name of Object.keys(api) as RouteName[]) addRoute(guarded, name, parts, calls);
    });
}

function addRoute(
  server: FastifyInstance,
  name: RouteName,
  { control, logger }: ApiParts,
  calls: CallsInProgress,
): void {
  const route: Route = api[name];
  const { right, everything, action, recentLogIn, givesSecret, keepsIdentityHidden } = route;
  server.route({
    method: route.method,
    url: route.path,
    config: { right, everything, action, recentLogIn, givesSecret, keepsIdentityHidden, isOperation: true },
    handler: async (request, reply) => {
      const values = parseRequest(route, request);
      const signal = calls.begin(reply);
      const outcome = dispatch(control, name, values, { ...callerOf(request), signal });
      if (outcome instanceof Promise) return reply.send(await outcome);
      return reply.type(ndjsonContentType).send(await ndjsonOf(outcome, logger));
    },
  });
}

/** Every call has a signal that is aborted when its caller goes away or the server shuts down. */
class CallsInProgress {
  readonly #controllers = new Set<AbortController>();

  begin(reply: FastifyReply): AbortSignal {
    const controller = new AbortController();
    this.#controllers.add(controller);
    reply.raw.once('close', () => this.#controllers.delete(controller));
    return untilGone(reply, controller);
  }

  cancelAll(reason: IsocenterError): void {
    for (const controller of this.#controllers) controller.abort(reason);
  }
}
