import { z } from 'zod';
import { type Attention, type AttentionAbout, attentionAbout } from '../attention.ts';
import { count, problem, timestamp } from '../common.ts';
import type { PlainRoute } from '../route.ts';

export const health = z.object({
  status: z.enum(['ok', 'starting', 'degraded', 'draining']),
  /** Why it is degraded, for a person; no patient data. */
  reasons: z.array(z.string()),
});
export type Health = z.output<typeof health>;

export const counts = z.object({
  patients: count,
  studies: count,
  series: count,
  instances: count,
  files: count,
  bytes: count,
  conflicts: count,
  trash: count,
  quarantined: count,
});
export type Counts = z.output<typeof counts>;

/** What waits for a person is told to who sees everything; the rest is of what the caller sees. */
const seenCounts = counts.partial({ conflicts: true, trash: true, quarantined: true });
export type SeenCounts = z.output<typeof seenCounts>;

/** A place where the server listens. */
export const address = z.object({
  door: z.enum(['dicom', 'dicom-tls', 'http', 'https', 'control']),
  host: z.string(),
  port: count,
});
export type Address = z.output<typeof address>;

export const diskForecast = z.object({
  /** As studies came in the last 30 days; null when there is no day yet to go by. */
  bytesPerDay: count.nullable(),
  /** Until nothing more can come in, if that goes on; null when nobody can tell, or in more than ten years. */
  fullInDays: count.nullable(),
});
export type DiskForecast = z.output<typeof diskForecast>;

/** An {@link Attention}. */
const attention = z.object({
  about: z.enum(Object.keys(attentionAbout) as AttentionAbout[]),
  name: z.string().nullable(),
  problem,
}) satisfies z.ZodType<Attention>;

export const status = z.object({
  version: z.string(),
  aeTitles: z.array(z.string()),
  startedAt: timestamp,
  uptimeSeconds: z.number(),
  dataDirectory: z.string(),
  database: z.enum(['sqlite', 'postgres']),
  addresses: z.array(address),
  counts,
  associations: z.object({ open: count, limit: count, accepted: count, rejected: count }),
  disk: z.object({ freeBytes: count, totalBytes: count, ...diskForecast.shape }),
  memoryBytes: count,
  problems: z.array(attention),
});
export type Status = z.output<typeof status>;

/** How many instances and bytes fall under one value of a facet. */
const facet = z.array(z.object({ value: z.string(), studies: count, instances: count, bytes: count }));

export const stats = z.object({
  counts: seenCounts,
  modalities: facet,
  /** By year of the study date. */
  years: facet,
  sopClasses: facet,
  transferSyntaxes: facet,
  senders: facet,
});
export type Stats = z.output<typeof stats>;

export const statusRoutes = {
  health: {
    method: 'GET',
    path: '/api/health',
    right: 'anyone',
    summary: 'Whether the server can work',
    result: health,
  },
  status: {
    method: 'GET',
    path: '/api/status',
    right: 'administer',
    summary: 'What the server is and how it does',
    result: status,
  },
  counts: {
    method: 'GET',
    path: '/api/counts',
    right: 'find',
    summary: 'How much the archive holds',
    result: seenCounts,
  },
  stats: {
    method: 'GET',
    path: '/api/stats',
    right: 'find',
    summary: 'What the archive holds, by facet',
    result: stats,
  },
} as const satisfies Record<string, PlainRoute>;
