/**
 * Calls the server that a page came from. The browser's cookie says who calls. What it answers is taken as it is: page and server are
 * of one build, and what would check it is more than all else that a first page loads.
 */
import { errorOfProblem, IsocenterError, type RouteName } from '../contract/index.ts';
import type { Transport, Values } from './client.ts';
import { requestOf } from './request-of.ts';
import { itemsOf, type LineValues } from './stream-lines.ts';

const asTheyAre: LineValues = { item: (value) => value, result: (value) => value };

/** Failures are `IsocenterError`s; a request that its caller took back rejects with the signal's reason. */
export function fetchTransport(): Transport {
  return {
    async call(name, values, signal) {
      return await (await begin(name, values, signal)).json();
    },
    async *stream(name, values, signal) {
      const response = await begin(name, values, signal);
      return yield* itemsOf(textOf(response), asTheyAre);
    },
  };
}

async function begin(name: RouteName, values: Values, signal: AbortSignal | undefined): Promise<Response> {
  const { method, path, body } = requestOf(name, values);
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
  const told = errorOfProblem(await response.json().catch(() => undefined));
  return told ?? new IsocenterError('control/lost', { reason: `it answered with status ${response.status}` });
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
