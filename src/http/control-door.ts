/** The local administrator's door: the whole API on a Unix socket that only its owner can open. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { IsocenterError, type Logger } from '../base/index.ts';
import {
  type Address,
  api,
  type CallContext,
  type ControlApi,
  dispatch,
  parseRequest,
  type Route,
  type RouteName,
} from '../contract/index.ts';
import { listenOnControlSocket } from './control-socket.ts';
import { closeServer, createServer, type Door } from './door.ts';
import { ndjsonContentType, ndjsonOf } from './stream-reply.ts';

export interface ControlDoorOptions {
  readonly socketPath: string;
  readonly logger: Logger;
  /** At shutdown calls are cancelled at once; how long they may take to notice. Default 5 s. */
  readonly closeGraceMs?: number;
  /** On whose behalf callers act: whoever can open the socket. */
  readonly caller: Pick<CallContext, 'actor' | 'scope'>;
}

const defaultCloseGraceMs = 5_000;

export function createControlDoor(control: ControlApi, options: ControlDoorOptions): Door {
  const { socketPath, logger } = options;
  const server = createServer(logger);
  const calls = new CallsInProgress();
  for (const name of Object.keys(api) as RouteName[]) addRoute(server, control, name, options, calls);

  return {
    async listen(): Promise<Address> {
      await server.ready();
      await listenOnControlSocket(server.server, socketPath);
      return { door: 'control', host: socketPath, port: 0 };
    },
    async close(): Promise<void> {
      calls.cancelAll(new IsocenterError('archive/draining'));
      // Closing the server removes the socket file it made.
      await closeServer(server, options.closeGraceMs ?? defaultCloseGraceMs);
    },
  };
}

function addRoute(
  server: FastifyInstance,
  control: ControlApi,
  name: RouteName,
  { logger, caller }: ControlDoorOptions,
  calls: CallsInProgress,
): void {
  const route: Route = api[name];
  server.route({
    method: route.method,
    url: route.path,
    handler: async (request: FastifyRequest, reply: FastifyReply) => {
      const values = parseRequest(route, request);
      const signal = calls.begin(reply);
      const outcome = dispatch(control, name, values, { ...caller, signal });
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
    reply.raw.once('close', () => {
      this.#controllers.delete(controller);
      if (!reply.raw.writableFinished) controller.abort(new IsocenterError('cancelled'));
    });
    return controller.signal;
  }

  cancelAll(reason: IsocenterError): void {
    for (const controller of this.#controllers) controller.abort(reason);
  }
}
