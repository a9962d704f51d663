/** Calls a server over HTTP, on its control socket or over TCP. */
import type { IncomingMessage } from 'node:http';
import { api, errorOfProblem, problem, type Route } from '../contract/index.ts';
import type { Transport, Values } from './client.ts';
import { exchange, wholeText } from './exchange.ts';
import { cancelled, type HttpTarget, lost } from './failures.ts';
import { readLines } from './lines.ts';

export function httpTransport(target: HttpTarget): Transport {
  return {
    async call(name, values, signal) {
      const route: Route = api[name];
      const response = await begin(target, route, values, signal);
      return route.result.parse(JSON.parse(await wholeText(response, signal)));
    },
    async *stream(name, values, signal) {
      const response = await begin(target, api[name], values, signal);
      try {
        return yield* itemsOf(api[name], response, signal);
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
  const body = route.body && JSON.stringify(pick(route.body.shape, values));
  return exchange(target, {
    method: route.method,
    path: `${pathOf(route, values)}${queryOf(route, values)}`,
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body,
    signal,
  });
}

function pathOf({ path }: Route, values: Values): string {
  return path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(values[name])));
}

function queryOf({ query }: Route, values: Values): string {
  if (!query) return '';
  const pairs = new URLSearchParams();
  for (const [key, value] of Object.entries(pick(query.shape, values))) pairs.set(key, String(value));
  return pairs.size > 0 ? `?${pairs}` : '';
}

function pick(shape: Values, values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).filter(([key, value]) => key in shape && value !== undefined),
  );
}

/** The lines written by the server: `{"item"}` any number of times, then `{"result"}` or `{"problem"}`. */
async function* itemsOf(
  route: Route,
  response: IncomingMessage,
  signal: AbortSignal | undefined,
): AsyncGenerator<unknown, unknown, void> {
  try {
    for await (const text of readLines(response)) {
      const line: unknown = JSON.parse(text);
      if (has(line, 'item') && route.stream) yield route.item.parse(line.item);
      else if (has(line, 'problem')) throw errorOfProblem(problem.parse(line.problem));
      else if (has(line, 'result')) return route.result.parse(line.result);
    }
  } catch (error) {
    throw signal?.aborted ? cancelled(signal) : lost(error);
  }
  throw lost('the answer stopped short');
}

function has<Key extends string>(value: unknown, key: Key): value is Record<Key, unknown> {
  return typeof value === 'object' && value !== null && key in value;
}
