/** Who did what to which study, from where. */
import { z } from 'zod';
import { actor, count, text, timestamp, uid } from '../common.ts';
import type { Route } from '../route.ts';

const outcome = z.enum(['done', 'refused', 'failed']);

const auditRecord = z.object({
  sequence: count,
  at: timestamp,
  actor,
  address: z.string(),
  /** The right that was used, or what was tried. */
  action: z.string(),
  /** How: a DIMSE service, or method and pattern of a path. */
  via: z.string(),
  outcome,
  /** Those that were named; of what a query finds there may be more. */
  studies: z.array(z.string()),
  /** Keys of the patients whose data were opened, where that is what was done. */
  patients: z.array(z.string()).optional(),
  /** SHA-256 of the files in quarantine that were looked at, saved, taken in or deleted; of very many, the first 1,000. */
  files: z.array(z.string()).optional(),
  /** What somebody gave as theirs, when they had to. */
  reason: z.string().optional(),
  /** How often within a second. */
  count,
  /** Hash of the record before. */
  previous: z.string(),
  /** SHA-256 of everything before it in the line, hexadecimal. */
  hash: z.string(),
});
export type AuditRecord = z.output<typeof auditRecord>;

const auditVerification = z.object({
  records: count,
  checkpoints: count,
  /** The first record that is not what was written; null when all are. */
  problem: z
    .object({
      kind: z.enum(['altered', 'missing', 'reordered', 'rewritten', 'cut-off', 'checkpoint']),
      sequence: count,
      detail: z.string(),
    })
    .nullable(),
});
export type AuditVerification = z.output<typeof auditVerification>;

export const auditRoutes = {
  auditList: {
    method: 'GET',
    path: '/api/audit',
    right: 'administer',
    summary: 'Who did what, the newest last',
    query: z.object({
      study: uid.optional(),
      actor: text.optional(),
      /** Not before this time. */
      since: z.iso.datetime().optional(),
      /** Before this time. */
      until: z.iso.datetime().optional(),
      action: text.max(64).optional(),
      outcome: outcome.optional(),
      /** Sequence number of the oldest record that is known: those before it. */
      before: z.coerce.number<number>().int().min(1).optional(),
      /** The last so many of those that match; all when left out. */
      limit: z.coerce.number<number>().int().min(1).max(100_000).optional(),
    }),
    stream: 'ndjson',
    item: auditRecord,
    result: z.object({ records: count }),
  },
  auditVerify: {
    method: 'POST',
    path: '/api/audit/verify',
    right: 'administer',
    summary: 'Whether the audit log is what was written',
    result: auditVerification,
  },
} as const satisfies Record<string, Route>;
