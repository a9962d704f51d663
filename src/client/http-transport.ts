/** Calls a server over HTTP, on its control socket or over TCP. */
import type { IncomingMessage } from 'node:http';
import { api, type Route } from '../contract/index.ts';
import type { Transport, Values } from './client.ts';
import { exchange, wholeText } from './exchange.ts';
import { cancelled, type HttpTarget, lost } from './failures.ts';
import { requestOf } from './request-of.ts';
import { itemsOf } from './stream-lines.ts';

export function httpTransport(target: HttpTarget): Transport {
  return {
    async call(name, values, signal) {
      const route: Route = api[name];
      const response = await begin(target, route, values, signal);
      return route.result.parse(JSON.parse(await wholeText(response, signal)));
    },
    async *stream(name, values, signal) {
      const response = await begin(target, api[name], values, signal);
      response.setEncoding('utf8');
      try {
        return yield* itemsOf(api[name], response);
      } catch (error) {
        throw signal?.aborted ? cancelled(signal) : lost(error);
      } finally {
        response.destroy();
      }
    },
  };
}

function begin(
  target: HttpTarget,
  route: Route,
  values: Values,
  signal: AbortSignal | undefined,
): Promise<IncomingMessage> {
  const request = requestOf(route, values);
  const headers = request.body === undefined ? {} : { 'content-type': 'application/json' };
  return exchange(target, { ...request, headers, signal });
}
