/** From a name and a bag of values to a call of the use-case: the one place where types meet run-time data. */

import type { z } from 'zod';
import { IsocenterError } from '../base/index.ts';
import type { CallContext, ControlApi, RouteName } from './api.ts';
import { didYouMean } from './did-you-mean.ts';
import { issueWords } from './issue-words.ts';
import type { Route } from './route.ts';

type Values = Readonly<Record<string, unknown>>;
/** What arrived, by where it came from. In-process callers give the same values for all three. */
export type RequestParts = { readonly [Part in 'params' | 'query' | 'body']?: unknown };

export type Outcome = Promise<unknown> | AsyncGenerator<unknown, unknown, void>;

/** Values checked against the route's schemas, as one object; throws `input/invalid` with everything wrong. */
export function parseRequest(route: Route, parts: RequestParts): Values {
  const problems = unknownNames(route, parts);
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
  const given = isRecord(values) ? namedIn(schema, values) : (values ?? {});
  const parsed = schema.safeParse(given, { error: issueWords });
  if (parsed.success) return parsed.data;
  problems.push(...parsed.error.issues.map(describeIssue));
  return {};
}

/** A mistyped name must not mean that nothing was asked for: a selection without its limits selects too much. */
function unknownNames(route: Route, { params, query, body }: RequestParts): string[] {
  const known = [route.params, route.query, route.body].flatMap((schema) => Object.keys(schema?.shape ?? {}));
  const given = [params, query, body].filter(isRecord).flatMap((values) => Object.keys(values));
  const unknown = new Set(given.filter((name) => !known.includes(name)));
  return [...unknown].slice(0, UNKNOWN_NAMES_TOLD).map((name) => {
    const meant = didYouMean(name, known);
    return `${name.slice(0, 64)}: is not known here${meant ? `; did you mean ${meant}?` : ''}`;
  });
}

const UNKNOWN_NAMES_TOLD = 10;

const isRecord = (values: unknown): values is Values =>
  typeof values === 'object' && values !== null && !Array.isArray(values);

function namedIn({ shape }: z.ZodObject, values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => Object.hasOwn(shape, name)));
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
