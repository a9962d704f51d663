import { z } from 'zod';
import { count, selection, text, timestamp } from '../common.ts';
import type { PlainRoute } from '../route.ts';
import { quarantinedFile } from './quarantine.ts';

/** What one removal put aside. */
export const trashEntry = z.object({
  id: z.string(),
  removedAt: timestamp,
  /** From then on it may be purged. */
  keptUntil: timestamp,
  actor: z.string(),
  reason: z.string(),
  /** null of files, and where it was more than one. */
  studyInstanceUid: z.string().nullable(),
  seriesInstanceUid: z.string().nullable(),
  sopInstanceUid: z.string().nullable(),
  /** What people know it by; null where the entry has several. Of files, all are null but the name. */
  patientName: z.string().nullable(),
  studyDate: z.string().nullable(),
  studyDescription: z.string().nullable(),
  fileName: z.string().nullable(),
  instances: count,
  files: count,
  bytes: count,
});
export type TrashEntry = z.output<typeof trashEntry>;

const trashId = z.string().min(1).max(200);
const trashIds = z.array(trashId).min(1).max(10_000);

export const trashRoutes = {
  remove: {
    method: 'POST',
    path: '/api/remove',
    right: 'remove',
    summary: 'Put instances in the trash',
    body: z.object({ selection, reason: text.default('') }),
    result: z.object({
      /** Of the entry in the trash, to take it out again; null when there was nothing to put there. */
      id: z.string().nullable(),
      instances: count,
      bytes: count,
      keptUntil: timestamp.nullable(),
    }),
  },
  trashList: {
    method: 'GET',
    path: '/api/trash',
    right: 'remove',
    summary: 'What is in the trash of what one may remove',
    query: z.object({ limit: z.coerce.number<number>().int().min(1).max(10_000).default(100) }),
    result: z.object({ entries: z.array(trashEntry) }),
  },
  trashRestore: {
    method: 'POST',
    path: '/api/trash/restore',
    right: 'remove',
    summary: 'Take things out of the trash again',
    body: z.object({ ids: trashIds }),
    result: z.object({ instances: count, files: count }),
  },
  trashQuarantined: {
    method: 'GET',
    path: '/api/trash/:id/quarantine',
    right: 'administer',
    everything: true,
    summary:
      'Files in quarantine that say they are of the studies of a removal; deleting it for good leaves them',
    params: z.object({ id: trashId }),
    result: z.object({
      files: z.array(quarantinedFile),
      /** There are more in quarantine than are looked into. */
      notLookedInto: count,
    }),
  },
  trashPurge: {
    method: 'POST',
    path: '/api/trash/purge',
    right: 'administer',
    summary: 'Delete for good what is past its grace period, or the entries named',
    body: z.object({ ids: trashIds.optional() }),
    result: z.object({ instances: count, files: count, bytes: count }),
  },
} as const satisfies Record<string, PlainRoute>;
