import { z } from 'zod';
import { count, elementName, findRow, match, query, text } from '../common.ts';
import { maxFindRows, maxMatchKeys } from '../limits.ts';
import type { Route } from '../route.ts';

/** Labels of one query, and series parameters whose values are counted. */
const maxConditions = 16;

/** Of studies: a label that they or their patients have. */
const labels = z
  .array(z.strictObject({ name: text.min(1).max(128), value: text.optional() }))
  .max(maxConditions)
  .default([]);

export const findRequest = query.extend({
  labels,
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

const facetsRequest = findRequest.pick({ labels: true, fuzzy: true, exact: true }).extend({
  match: match.default({}),
  /** Series parameters whose values are counted too. */
  parameters: z.array(z.string().min(1).max(128)).max(maxConditions).default([]),
});
export type FacetsRequest = z.output<typeof facetsRequest>;

const facetValues = z.array(z.object({ value: z.string(), studies: count }));

export const foundFacets = z.object({
  /** Studies that were counted: the newest. */
  studies: count,
  /** Whether these are all that match. */
  isComplete: z.boolean(),
  modalities: facetValues,
  /** By year of the study date. */
  years: facetValues,
  bodyParts: facetValues,
  institutions: facetValues,
  /** On the study or its patient: `name`, or `name=value` where the label has a value. */
  labels: facetValues,
  /** By name. */
  parameters: z.record(z.string(), facetValues),
});
export type FoundFacets = z.output<typeof foundFacets>;

export const findRoutes = {
  find: {
    method: 'POST',
    path: '/api/find',
    right: 'find',
    keepsIdentityHidden: true,
    summary: 'Find patients, studies, series or instances',
    body: findRequest,
    result: findResult,
  },
  facets: {
    method: 'POST',
    path: '/api/facets',
    right: 'find',
    summary:
      'How many of the studies that match have which modality, year, body part, institution, label; of the newest 10,000',
    body: facetsRequest,
    result: foundFacets,
  },
} as const satisfies Record<string, Route>;
