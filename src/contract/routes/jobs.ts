import { z } from 'zod';
import { count, problem, progress, text, timestamp } from '../common.ts';
import type { PlainRoute } from '../route.ts';

/**
 * queued: as soon as there is room. waiting: until a time, or for its children. paused: until somebody lets it go on. failed: it will not be tried again by
 * itself, and somebody has to look.
 */
export const jobState = z.enum(['queued', 'waiting', 'paused', 'running', 'done', 'failed', 'cancelled']);
export type JobState = z.output<typeof jobState>;

export const job = z.object({
  id: z.string(),
  kind: z.string(),
  state: jobState,
  /** On whose behalf it runs. */
  subject: z.string(),
  input: z.unknown(),
  parent: z.string().nullable(),
  createdAt: timestamp,
  /** It does not run before then. */
  dueAt: timestamp.nullable(),
  startedAt: timestamp.nullable(),
  endedAt: timestamp.nullable(),
  attempts: count,
  progress: progress.nullable(),
  /** What the operation answers, once it is done. */
  result: z.unknown(),
  /** Why the last attempt failed. ambiguous: what was asked may have been done. */
  failure: problem.extend({ class: z.enum(['transient', 'ambiguous', 'permanent']) }).nullable(),
});
export type ListedJob = z.output<typeof job>;

/** Operations that can run as jobs: the streams of this API that come to an end. */
export const jobOperations = [
  'send',
  'verify',
  'importFiles',
  'exportFiles',
  'exportNifti',
  'keepNifti',
  'nodeGet',
  'nodeMove',
  'nodeFetch',
  'treeBuild',
  'ruleReplay',
] as const;
export type JobOperation = (typeof jobOperations)[number];

const byId = z.object({
  /** Or a unique beginning of it. */
  id: z.string().regex(/^[0-9a-f-]{4,36}$/, 'is not a job id'),
});

export const jobRoutes = {
  jobsList: {
    method: 'GET',
    path: '/api/jobs',
    right: 'known',
    summary: 'What is being done, waits or has ended, the newest first',
    query: z.object({
      state: jobState.optional(),
      kind: text.max(64).optional(),
      limit: z.coerce.number<number>().int().min(1).max(1_000).default(100),
    }),
    result: z.object({ jobs: z.array(job) }),
  },
  jobSubmit: {
    method: 'POST',
    path: '/api/jobs',
    right: 'known',
    summary:
      'Have an operation done whether or not the caller stays: it survives restarts and is tried again',
    body: z.object({
      operation: z.enum(jobOperations),
      /** What the operation is called with: its path, query and body values in one object. */
      request: z.record(z.string(), z.unknown()).default({}),
    }),
    result: job,
  },
  jobShow: {
    method: 'GET',
    path: '/api/jobs/:id',
    right: 'known',
    summary: 'One job',
    params: byId,
    result: job,
  },
  jobCancel: {
    method: 'POST',
    path: '/api/jobs/:id/cancel',
    right: 'known',
    summary: 'Stop a job, or never begin it',
    params: byId,
    result: job,
  },
  jobPause: {
    method: 'POST',
    path: '/api/jobs/:id/pause',
    right: 'known',
    summary: 'Let a job rest, with all that belongs to it',
    params: byId,
    result: job,
  },
  jobResume: {
    method: 'POST',
    path: '/api/jobs/:id/resume',
    right: 'known',
    summary: 'Let a job go on where it was',
    params: byId,
    result: job,
  },
  jobRetry: {
    method: 'POST',
    path: '/api/jobs/:id/retry',
    right: 'known',
    summary: 'Do a job again that failed or was cancelled',
    params: byId,
    result: job,
  },
} as const satisfies Record<string, PlainRoute>;
