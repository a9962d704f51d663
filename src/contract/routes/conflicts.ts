import { z } from 'zod';
import { count, digest, findRow, instanceIdentity, timestamp } from '../common.ts';
import type { PlainRoute } from '../route.ts';

/** One of the contents that claim the same identity. */
const contender = z.object({
  digest: z.string(),
  receivedAt: timestamp,
  sender: z.string(),
  size: count,
  current: z.boolean(),
});

export const conflict = instanceIdentity.extend({
  id: z.string(),
  openedAt: timestamp,
  resolvedAt: timestamp.nullable(),
  contenders: z.array(contender),
});
export type Conflict = z.output<typeof conflict>;

const byId = z.object({ id: z.string().min(1).max(200) });

export const byContender = byId.extend({ digest });

export const conflictRoutes = {
  conflictsList: {
    method: 'GET',
    path: '/api/conflicts',
    right: 'edit',
    summary: 'Instances that came with different content under one identity',
    query: z.object({
      state: z.enum(['open', 'resolved', 'all']).default('open'),
      limit: z.coerce.number<number>().int().min(1).max(10_000).default(100),
    }),
    result: z.object({ conflicts: z.array(conflict) }),
  },
  conflictShow: {
    method: 'GET',
    path: '/api/conflicts/:id',
    right: 'view',
    everything: true,
    summary: 'A conflict, with what each content says: values by keyword, without sequences and bytes',
    params: byId,
    result: conflict.extend({ contenders: z.array(contender.extend({ header: findRow })) }),
  },
  conflictResolve: {
    method: 'POST',
    path: '/api/conflicts/:id/resolve',
    right: 'edit',
    summary: 'Choose the content that is current; the other is kept',
    params: byId,
    body: z.object({
      /** Of the content to make current. */
      keep: digest,
    }),
    result: conflict,
  },
} as const satisfies Record<string, PlainRoute>;
