/** Calls a server over HTTP, on its control socket or over TCP. */
import { type ClientRequest, type IncomingMessage, request as openRequest } from 'node:http';
import { api, errorOfProblem, problem, type Route } from '../contract/index.ts';
import type { Transport, Values } from './client.ts';
import { cancelled, type HttpTarget, lost, requestFailure } from './failures.ts';
import { readLines } from './lines.ts';

/** Of an answer that is not a stream. */
const maxAnswerLength = 256 * 1024 * 1024;

export function httpTransport(target: HttpTarget): Transport {
  return {
    async call(name, values, signal) {
      const route: Route = api[name];
      const response = await exchange(target, route, values, signal);
      return route.result.parse(JSON.parse(await wholeText(response, signal)));
    },
    async *stream(name, values, signal) {
      const response = await exchange(target, api[name], values, signal);
      try {
        return yield* itemsOf(api[name], response, signal);
      } finally {
        response.destroy();
      }
    },
  };
}

/** Sends the request and returns the answer when it is good; throws the problem it carries when it is not. */
async function exchange(
  target: HttpTarget,
  route: Route,
  values: Values,
  signal: AbortSignal | undefined,
): Promise<IncomingMessage> {
  const response = await send(target, route, values, signal);
  if (response.statusCode === 200) return response;
  throw errorOfProblem(problem.parse(JSON.parse(await wholeText(response, signal))));
}

function send(
  target: HttpTarget,
  route: Route,
  values: Values,
  signal: AbortSignal | undefined,
): Promise<IncomingMessage> {
  const body = route.body ? JSON.stringify(pick(route.body.shape, values)) : undefined;
  return new Promise((resolve, reject) => {
    const outgoing: ClientRequest = openRequest({
      ...target,
      method: route.method,
      path: `${pathOf(route, values)}${queryOf(route, values)}`,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      signal,
    });
    outgoing.once('response', resolve);
    outgoing.once('error', (error) =>
      reject(signal?.aborted ? cancelled(signal) : requestFailure(error, target)),
    );
    outgoing.end(body);
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

async function wholeText(response: IncomingMessage, signal: AbortSignal | undefined): Promise<string> {
  response.setEncoding('utf8');
  let text = '';
  try {
    for await (const chunk of response) {
      text += chunk;
      if (text.length > maxAnswerLength)
        throw new RangeError(`the answer is over ${maxAnswerLength} characters`);
    }
  } catch (error) {
    throw signal?.aborted ? cancelled(signal) : lost(error);
  }
  return text;
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
