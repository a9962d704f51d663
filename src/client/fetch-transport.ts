/** Calls the server that a page came from. The browser's cookie says who calls. */
import { api, errorOfProblem, IsocenterError, problem, type Route } from '../contract/index.ts';
import type { Transport, Values } from './client.ts';
import { requestOf } from './request-of.ts';
import { itemsOf } from './stream-lines.ts';

/** Failures are `IsocenterError`s; a request that its caller took back rejects with the signal's reason. */
export function fetchTransport(): Transport {
  return {
    async call(name, values, signal) {
      const route: Route = api[name];
      return route.result.parse(await (await begin(route, values, signal)).json());
    },
    async *stream(name, values, signal) {
      const response = await begin(api[name], values, signal);
      return yield* itemsOf(api[name], textOf(response));
    },
  };
}

async function begin(route: Route, values: Values, signal: AbortSignal | undefined): Promise<Response> {
  const { method, path, body } = requestOf(route, values);
  const headers = { accept: 'application/json', ...(body && { 'content-type': 'application/json' }) };
  const init = { method, headers, ...(body && { body }), ...(signal && { signal }) };
  const response = await fetch(path, init).catch((error: unknown) => {
    if (signal?.aborted) throw signal.reason;
    throw new IsocenterError('control/lost', { reason: 'the server does not answer' }, error);
  });
  if (response.ok) return response;
  throw await errorOfAnswer(response);
}

/** What stands between us and the server (a proxy) answers in its own words. */
export async function errorOfAnswer(response: Response): Promise<IsocenterError> {
  const told = problem.safeParse(await response.json().catch(() => undefined));
  if (told.success) return errorOfProblem(told.data);
  return new IsocenterError('control/lost', { reason: `it answered with status ${response.status}` });
}

async function* textOf({ body }: Response): AsyncGenerator<string, void, void> {
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) return;
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    await reader.cancel();
  }
}
