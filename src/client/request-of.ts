/** What a call looks like as a request: the same for every transport that speaks HTTP. */
import type { RouteName } from '../contract/index.ts';
import { type CallShape, callShapes } from './call-shapes.ts';
import type { Values } from './client.ts';

export interface CallRequest {
  readonly method: string;
  /** From `/api` on, with its query. */
  readonly path: string;
  /** JSON. */
  readonly body: string | undefined;
}

export function requestOf(name: RouteName, values: Values): CallRequest {
  const shape = callShapes[name];
  return {
    method: shape.method,
    path: `${pathOf(shape, values)}${queryOf(shape, values)}`,
    body: shape.body ? JSON.stringify(pick(shape.body, values)) : undefined,
  };
}

function pathOf({ path }: CallShape, values: Values): string {
  return path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(values[name])));
}

function queryOf({ query }: CallShape, values: Values): string {
  const pairs = new URLSearchParams();
  for (const [key, value] of Object.entries(pick(query, values))) pairs.set(key, String(value));
  return pairs.size > 0 ? `?${pairs}` : '';
}

function pick(names: readonly string[], values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => names.includes(name) && value !== undefined),
  );
}
