/**
 * What a call has to know of its route: where each value goes, and nothing of what values may be. The web app is built with this as
 * it is worth, and without the table and the schemas that it is made from: web/build/as-data.ts.
 */
import { api, type Route, type RouteName } from '../contract/index.ts';

export interface CallShape {
  readonly method: string;
  /** With `:name` for each value that is part of it. */
  readonly path: string;
  /** Names of values. */
  readonly query: readonly string[];
  /** Names of values; null where nothing is sent. */
  readonly body: readonly string[] | null;
  readonly isStream: boolean;
}

export const callShapes = Object.fromEntries(
  Object.entries(api).map(([name, route]) => [name, shapeOf(route)]),
) as Readonly<Record<RouteName, CallShape>>; // Every route of the table has its entry.

function shapeOf({ method, path, query, body, stream }: Route): CallShape {
  return {
    ...{ method, path, query: Object.keys(query?.shape ?? {}) },
    ...{ body: body ? Object.keys(body.shape) : null, isStream: stream !== undefined },
  };
}
