/** What a call looks like as a request: the same for every transport that speaks HTTP. */
import type { Route } from '../contract/index.ts';
import type { Values } from './client.ts';

export interface CallRequest {
  readonly method: string;
  /** From `/api` on, with its query. */
  readonly path: string;
  /** JSON. */
  readonly body: string | undefined;
}

export function requestOf(route: Route, values: Values): CallRequest {
  return {
    method: route.method,
    path: `${pathOf(route, values)}${queryOf(route, values)}`,
    body: route.body && JSON.stringify(pick(route.body.shape, values)),
  };
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
