/**
 * One operation of the API as data. The server registers it, the client calls it and the command line prints it
 * from the same row, so none of them can disagree about a name or a type.
 */
import type { z } from 'zod';
import type { Right } from './caller.ts';

export type HttpMethod = 'GET' | 'POST' | 'PATCH' | 'DELETE';
type ObjectSchema = z.ZodObject;

/** What a caller has to be allowed. `known`: whoever we know may; `anyone` needs not even say who they are. */
export type RouteRight = Right | 'known' | 'anyone';

interface RouteBase {
  readonly method: HttpMethod;
  /** Fastify's notation: `/api/nodes/:name`. */
  readonly path: string;
  readonly summary: string;
  readonly right: RouteRight;
  /** It concerns more than what a part of the archive holds: the right has to reach everything. */
  readonly everything?: true;
  /** What the audit log calls it, where the right says too little. */
  readonly action?: 'change credentials';
  /** The answer has a secret that is shown this once. It is not compressed: its length would tell of it. */
  readonly givesSecret?: true;
  /** It makes a way in, or a wider one: a browser's session has to have begun not long ago. Tokens and the control socket have none. */
  readonly recentLogIn?: true;
  /** Its answers come from the archive alone, which hides whose images they are from who is not to know. Others are not for them. */
  readonly keepsIdentityHidden?: true;
  /** Parts of the path. Query and path values arrive as text, so numbers there are coerced. */
  readonly params?: ObjectSchema;
  readonly query?: ObjectSchema;
  readonly body?: ObjectSchema;
  /** What it answers; of a stream: the last line. */
  readonly result: z.ZodType;
}

export interface PlainRoute extends RouteBase {
  readonly stream?: undefined;
}

/** Answers as lines of JSON while it works: any number of items, then one result or one problem. */
export interface StreamRoute extends RouteBase {
  readonly stream: 'ndjson';
  readonly item: z.ZodType;
}

export type Route = PlainRoute | StreamRoute;

type OutputOf<T> = T extends z.ZodType ? z.output<T> : unknown;
type InputOf<T> = T extends z.ZodType ? z.input<T> : unknown;
type Part<R, K extends string> = R extends { readonly [P in K]: infer S } ? S : undefined;
type Flat<T> = { [K in keyof T]: T[K] };

/** What a use-case receives: path, query and body values in one object, defaults filled in. */
export type RequestOf<R extends Route> = Flat<
  OutputOf<Part<R, 'params'>> & OutputOf<Part<R, 'query'>> & OutputOf<Part<R, 'body'>>
>;
/** What a caller gives: the same, where what has a default may be left out. */
export type CallOf<R extends Route> = Flat<
  InputOf<Part<R, 'params'>> & InputOf<Part<R, 'query'>> & InputOf<Part<R, 'body'>>
>;
export type ResultOf<R extends Route> = z.output<R['result']>;
export type ItemOf<R extends Route> = R extends StreamRoute ? z.output<R['item']> : never;
