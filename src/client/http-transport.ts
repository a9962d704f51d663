/** Calls a server over HTTP, on its control socket or over TCP. What it answers is held against the table. */
import type { IncomingMessage } from 'node:http';
import { api, type Route, type RouteName } from '../contract/index.ts';
import type { Transport, Values } from './client.ts';
import { exchange, wholeText } from './exchange.ts';
import { cancelled, type HttpTarget, lost } from './failures.ts';
import { requestOf } from './request-of.ts';
import { itemsOf, type LineValues } from './stream-lines.ts';

export function httpTransport(target: HttpTarget): Transport {
  return {
    async call(name, values, signal) {
      const route: Route = api[name];
      const response = await begin(target, name, values, signal);
      return route.result.parse(JSON.parse(await wholeText(response, signal)));
    },
    async *stream(name, values, signal) {
      const response = await begin(target, name, values, signal);
      response.setEncoding('utf8');
      try {
        return yield* itemsOf(response, checkedBy(api[name]));
      } catch (error) {
        throw signal?.aborted ? cancelled(signal) : lost(error);
      } finally {
        response.destroy();
      }
    },
  };
}

const checkedBy = (route: Route): LineValues => ({
  item: (value) => ('item' in route ? route.item.parse(value) : value),
  result: (value) => route.result.parse(value),
});

function begin(
  target: HttpTarget,
  name: RouteName,
  values: Values,
  signal: AbortSignal | undefined,
): Promise<IncomingMessage> {
  const request = requestOf(name, values);
  const headers = request.body === undefined ? {} : { 'content-type': 'application/json' };
  return exchange(target, { ...request, headers, signal });
}
