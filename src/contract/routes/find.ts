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
});
export type FindRequest = z.output<typeof findRequest>;

export const findResult = z.object({
  rows: z.array(findRow),
  /** There are more rows than the limit let through. */
  more: z.boolean(),
});
export type FindResult = z.output<typeof findResult>;

export const findRoutes = {
  find: {
    method: 'POST',
    path: '/api/find',
    summary: 'Find patients, studies, series or instances',
    body: findRequest,
    result: findResult,
  },
} as const satisfies Record<string, Route>;
