import { z } from 'zod';
import { count, findRow, timestamp } from '../common.ts';
import type { PlainRoute } from '../route.ts';

/** The name of a file in `quarantine/`. */
export const quarantineId = z.string().regex(/^[^/\\]{1,255}$/, 'is not the name of a file in quarantine');

const nullable = z.string().nullable();

/** A file that could not be taken in, or was found damaged, and lies in `quarantine/`. */
export const quarantinedFile = z.object({
  id: z.string(),
  /**
   * refused: it arrived, and its sender was told that it cannot be taken in. unfinished: it was arriving when the server stopped.
   * stored: it lay in the archive. record: the end of a record file. other: somebody put it there.
   */
  kind: z.enum(['refused', 'unfinished', 'stored', 'record', 'other']),
  /** Of the errors register; null where nothing says why. */
  code: nullable,
  /** The same in words; empty where nothing says why. */
  reason: z.string(),
  /** Where it lay in the data directory; null of what had not been taken in. */
  key: nullable,
  /** Bytes. */
  size: count,
  quarantinedAt: timestamp,
  /** null where its first bytes do not tell. */
  origin: z
    .object({ via: z.string(), sender: z.string(), address: z.string(), receivedAt: timestamp })
    .nullable(),
  /** What could be read of it; null where that is gone. */
  patientName: nullable,
  patientId: nullable,
  studyInstanceUid: nullable,
  studyDate: nullable,
  studyDescription: nullable,
  modality: nullable,
  sopInstanceUid: nullable,
});
export type QuarantinedFile = z.output<typeof quarantinedFile>;

/** SHA-256 of all its bytes. */
const digest = z.string();

export const byQuarantineId = z.object({ id: quarantineId });

const shared = { right: 'administer', everything: true } as const;

export const quarantineRoutes = {
  quarantineList: {
    ...shared,
    method: 'GET',
    path: '/api/quarantine',
    summary: 'What could not be taken in or was found damaged, the newest first',
    query: z.object({
      limit: z.coerce.number<number>().int().min(1).max(1_000).default(100),
      /** The last one that was listed before. */
      after: quarantineId.optional(),
    }),
    result: z.object({
      files: z.array(quarantinedFile),
      /** All there are. */
      total: count,
      /** To list the next ones after; null at the end. */
      next: nullable,
    }),
  },
  quarantineShow: {
    ...shared,
    method: 'GET',
    path: '/api/quarantine/:id',
    summary: 'A file in quarantine, its digest, and its elements as far as they can be read',
    params: byQuarantineId,
    result: quarantinedFile.extend({
      digest,
      /** Values by keyword, without sequences and bytes; null where nothing can be read. */
      header: findRow.nullable(),
    }),
  },
  quarantineRetry: {
    ...shared,
    method: 'POST',
    path: '/api/quarantine/:id/retry',
    summary: 'Take a file in quarantine in once more; it leaves when that succeeds',
    params: byQuarantineId,
    result: z.object({
      digest,
      /** refused: it stays where it is. */
      outcome: z.enum(['stored', 'already-there', 'conflict', 'refused']),
      /** Of what was refused, why. */
      code: nullable,
      reason: z.string(),
      /** null of what was refused, and of files that are no instances. */
      studyInstanceUid: nullable,
    }),
  },
  quarantineExport: {
    ...shared,
    method: 'POST',
    path: '/api/quarantine/:id/export',
    summary: "Write a file in quarantine to a path on the server's machine; only by its local administrator",
    params: byQuarantineId,
    body: z.object({ path: z.string().min(1).max(4_096) }),
    result: z.object({ path: z.string(), bytes: count, digest }),
  },
  quarantineDiscard: {
    ...shared,
    method: 'POST',
    path: '/api/quarantine/discard',
    summary: 'Delete files in quarantine for good',
    body: z.object({ ids: z.array(quarantineId).min(1).max(10_000) }),
    result: z.object({ discarded: count, bytes: count, digests: z.array(digest) }),
  },
} as const satisfies Record<string, PlainRoute>;
