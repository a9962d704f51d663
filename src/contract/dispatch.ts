/** From a name and a bag of values to a call of the use-case: the one place where types meet run-time data. */

import type { z } from 'zod';
import { IsocenterError } from '../base/index.ts';
import type { CallContext, ControlApi, RouteName } from './api.ts';
import type { Route } from './route.ts';

type Values = Readonly<Record<string, unknown>>;
/** What arrived, by where it came from. In-process callers give the same values for all three. */
export type RequestParts = { readonly [Part in 'params' | 'query' | 'body']?: unknown };

export type Outcome = Promise<unknown> | AsyncGenerator<unknown, unknown, void>;

/** Values checked against the route's schemas, as one object; throws `input/invalid` with everything wrong. */
export function parseRequest(route: Route, parts: RequestParts): Values {
  const problems: string[] = [];
  const request = {
    ...parsePart(route.params, parts.params, problems),
    ...parsePart(route.query, parts.query, problems),
    ...parsePart(route.body, parts.body, problems),
  };
  if (problems.length > 0) throw new IsocenterError('input/invalid', { reason: sentence(problems) });
  return request;
}

function parsePart(schema: z.ZodObject | undefined, values: unknown, problems: string[]): Values {
  if (!schema) return {};
  const parsed = schema.safeParse(values ?? {});
  if (parsed.success) return parsed.data;
  problems.push(...parsed.error.issues.map(describeIssue));
  return {};
}

function describeIssue({ path, message }: z.core.$ZodIssue): string {
  return path.length === 0 ? `The request ${message}` : `${path.join('.')}: ${message}`;
}

function sentence(problems: readonly string[]): string {
  return `${problems.join('; ')}.`;
}

/** `request` must come from `parseRequest` of the same route: that is what makes the one cast here true. */
export function dispatch(
  control: ControlApi,
  name: RouteName,
  request: Values,
  context: CallContext,
): Outcome {
  const operation = control[name] as (request: Values, context: CallContext) => Outcome;
  return operation.call(control, request, context);
}
