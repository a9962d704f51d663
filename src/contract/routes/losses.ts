import { z } from 'zod';
import { count, digest, text, timestamp } from '../common.ts';
import type { PlainRoute } from '../route.ts';

/** An item that is known and whose bytes are nowhere. */
export const loss = z.object({
  digest: z.string(),
  problem: z.enum(['missing', 'rotten', 'swapped']),
  /** Where its file belongs in the data directory: a good copy that is put there is found by `verify`. */
  key: z.string(),
  /** Where what was found instead lies in the data directory. */
  quarantined: z.string().nullable(),
  size: count,
  lostAt: timestamp,
  /** null of files. */
  studyInstanceUid: z.string().nullable(),
  seriesInstanceUid: z.string().nullable(),
  sopInstanceUid: z.string().nullable(),
  /** null of instances. */
  name: z.string().nullable(),
  acceptedAt: timestamp.nullable(),
  acceptedBy: z.string().nullable(),
  acceptedReason: z.string().nullable(),
});
export type Loss = z.output<typeof loss>;

export const lossRoutes = {
  lossesList: {
    method: 'GET',
    path: '/api/losses',
    right: 'administer',
    summary: 'What the archive knows and has lost the bytes of',
    query: z.object({
      limit: z.coerce.number<number>().int().min(1).max(10_000).default(100),
      state: z.enum(['open', 'accepted', 'all']).default('open'),
    }),
    result: z.object({ losses: z.array(loss) }),
  },
  lossesAccept: {
    method: 'POST',
    path: '/api/losses/accept',
    right: 'administer',
    summary: 'Say that losses are known, so that nobody is told again',
    body: z.object({
      /** All open losses when left out. */
      digests: z.array(digest).min(1).max(10_000).optional(),
      reason: text.default(''),
    }),
    result: z.object({ accepted: count }),
  },
} as const satisfies Record<string, PlainRoute>;
