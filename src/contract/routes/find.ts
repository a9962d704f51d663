import { z } from 'zod';
import { count, elementName, findRow, maxFindRows, maxMatchKeys, query } from '../common.ts';
import type { Route } from '../route.ts';

export const findRequest = query.extend({
  /** Elements wanted beside those of the level and those matched. */
  include: z.array(elementName).max(maxMatchKeys).default([]),
  limit: z.int().min(1).max(maxFindRows).default(100),
  offset: count.default(0),
  /** Match names that sound or look alike. */
  fuzzy: z.boolean().default(false),
  /** Text as C-FIND matches it (PS3.4 C.2.2.2.1): case and accents count everywhere but in names. */
  exact: z.boolean().default(false),
  /** Sort by these; when left out: studies by time, the newest first, patients by name, the others by number. */
  order: z.array(elementName).min(1).max(8).optional(),
  descending: z.boolean().default(false),
  /** Begin behind the page that gave this as `next`, for the same query. */
  after: z.string().max(8_192).optional(),
});
export type FindRequest = z.output<typeof findRequest>;

export const findResult = z.object({
  rows: z.array(findRow),
  /** There are more rows than the limit let through. */
  more: z.boolean(),
  /** Where they begin: a stable position, whatever arrives meanwhile. */
  next: z.string().optional(),
});
export type FindResult = z.output<typeof findResult>;

export const findRoutes = {
  find: {
    method: 'POST',
    path: '/api/find',
    right: 'find',
    summary: 'Find patients, studies, series or instances',
    body: findRequest,
    result: findResult,
  },
} as const satisfies Record<string, Route>;
