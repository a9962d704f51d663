/** Shapes that several routes share. */
import { z } from 'zod';
import type { Actor } from './actor.ts';
import { maxListLength, maxMatchKeys, maxTextLength } from './limits.ts';
import type { Problem } from './problem.ts';

/** Tolerant of UIDs that break PS3.5 9.1 in what archives really hold (leading zeros), never of anything else. */
export const uid = z.string().regex(/^[0-9.]{1,64}$/, 'is not a UID');
export const uidList = z.array(uid).max(maxListLength);
/** PS3.5 6.2: up to 16 characters, no backslash, no control characters, not only spaces. */
export const aeTitle = z
  .string()
  .trim()
  .check(
    z.stringFormat(
      'ae-title',
      /^[\x20-\x5b\x5d-\x7e]{1,16}$/,
      'is not an AE title (1 to 16 plain characters, no backslash)',
    ),
  );
export const port = z.int().min(1).max(65_535);
export const text = z.string().max(maxTextLength);
/** ISO 8601 in UTC. */
export const timestamp = z.string();
export const count = z.int().min(0);
/** SHA-256 of a content in hexadecimal digits, or a unique beginning of it, 8 characters or more. */
export const digest = z.string().regex(/^[0-9a-f]{8,64}$/, 'is not the beginning of a digest');

/** An {@link Actor}. */
export const actor = z.object({
  kind: z.enum(['system', 'local', 'node', 'user', 'token', 'share', 'job']),
  name: z.string(),
}) satisfies z.ZodType<Actor>;

export const level = z.enum(['patient', 'study', 'series', 'instance']);
export type Level = z.output<typeof level>;

/** A keyword (`PatientName`) or a tag (`00100010`). */
export const elementName = z.stringFormat(
  'element',
  /^([A-Za-z][A-Za-z0-9]{0,63}|[0-9A-Fa-f]{8})$/,
  'is not an element',
);

/** What to match, as in C-FIND: wildcards `*` and `?`, ranges `20200101-20201231`, UID lists with backslashes. */
export const match = z
  .record(elementName, text)
  .refine((keys) => Object.keys(keys).length <= maxMatchKeys, `has more than ${maxMatchKeys} keys`);

export const query = z.strictObject({ level: level.default('study'), match: match.default({}) });
export type Query = z.output<typeof query>;

/** What an operation works on: everything named, together with everything the query finds. */
export const selection = z
  .strictObject({
    studies: uidList.optional(),
    series: uidList.optional(),
    instances: uidList.optional(),
    query: query.optional(),
  })
  .refine(
    ({ studies, series, instances, query }) =>
      query !== undefined || [studies, series, instances].some((list) => list && list.length > 0),
    'selects nothing: name studies, series or instances, or give a query',
  );
export type Selection = z.output<typeof selection>;

const scalar = z.union([z.string(), z.number()]);
/** One answer of a find: values by keyword; several values as a list, an empty element as null. */
export const findRow = z.record(z.string(), z.union([scalar, z.array(scalar), z.null()]));
export type FindRow = z.output<typeof findRow>;

/** How far a long operation is. Totals are absent while they are not known. */
export const progress = z.object({
  kind: z.literal('progress'),
  done: count,
  total: count.optional(),
  bytes: count.optional(),
  totalBytes: count.optional(),
});
export type Progress = z.output<typeof progress>;

const plainProblem = z.object({
  status: z.int(),
  code: z.string(),
  title: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
const reasonedProblem = plainProblem.extend({
  each: z
    .array(z.object({ what: z.string(), reason: plainProblem }))
    .readonly()
    .optional(),
});
/** A {@link Problem}. */
export const problem = reasonedProblem.extend({
  cause: reasonedProblem.optional(),
}) satisfies z.ZodType<Problem>;

/** One thing that went wrong while the rest went on. `what` is a path or a UID. */
export const trouble = z.object({
  what: z.string(),
  reason: problem,
  /** Trying it again changes nothing. */
  isFinal: z.boolean().optional(),
});
export type Trouble = z.output<typeof trouble>;
/** A trouble as a line of a stream. */
export const troubleItem = trouble.extend({ kind: z.literal('trouble') });
export type TroubleItem = z.output<typeof troubleItem>;

/** Identity of one instance. */
export const instanceIdentity = z.object({
  studyInstanceUid: z.string(),
  seriesInstanceUid: z.string(),
  sopInstanceUid: z.string(),
});
