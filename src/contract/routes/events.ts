import { z } from 'zod';
import { count, timestamp } from '../common.ts';
import type { StreamRoute } from '../route.ts';

/** A change of the archive. Cursors grow in commit order; whoever remembers the last one misses nothing. */
export const archiveEvent = z.object({
  cursor: count,
  at: timestamp,
  kind: z.string(),
  actor: z.string(),
  studyInstanceUid: z.string().optional(),
  seriesInstanceUid: z.string().optional(),
  sopInstanceUid: z.string().optional(),
  data: z.record(z.string(), z.unknown()),
});
export type ArchiveEvent = z.output<typeof archiveEvent>;

/** `true` and `false` as text, for a query string. */
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((value) => value === 'true')]);

export const eventRoutes = {
  events: {
    method: 'GET',
    path: '/api/events',
    right: 'find',
    summary: 'Changes after a cursor, in commit order',
    query: z.object({
      after: z.coerce.number<number>().int().min(0).default(0),
      limit: z.coerce.number<number>().int().min(1).max(100_000).default(1_000),
      /** Stay and tell what comes; the limit then does not count. */
      follow: flag.default(false),
    }),
    stream: 'ndjson',
    item: archiveEvent,
    /**
     * Behind everything that was looked at. There may be more, also when fewer came than were asked for: whoever sees a part
     * of the archive gets none of what happened to the rest of it. It is `after` again once there is nothing more.
     */
    result: z.object({ cursor: count }),
  },
} as const satisfies Record<string, StreamRoute>;
