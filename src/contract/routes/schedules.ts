import { z } from 'zod';
import { scheduleNotify } from '../automation/notify.ts';
import { priors } from '../automation/priors.ts';
import { treeName } from '../automation/tree.ts';
import { count, problem, timestamp } from '../common.ts';
import type { PlainRoute } from '../route.ts';
import { automationFileState, mistake } from './automation.ts';
import { describedStudy } from './fetch-requests.ts';

const byName = z.object({ name: treeName });
const everything = { right: 'administer', everything: true } as const;
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'is no date such as 2026-01-31');
const keys = z.record(z.string(), z.array(z.string()));

/**
 * waiting: for its turn, its time of the day, or another try. complete: all that matched is here. failed: it was tried several
 * times; it is tried again with the next run.
 */
export const runState = z.enum(['waiting', 'running', 'complete', 'failed', 'cancelled']);
export type RunState = z.output<typeof runState>;

const runCounts = z.object({
  /** Studies that matched. */
  studies: count,
  /** Images that the node has of them. */
  images: count,
  wereHere: count,
  came: count,
  missing: count,
  /** Studies of which something is missing. */
  failed: count,
});
export type RunCounts = z.output<typeof runCounts>;

export const scheduledRun = z.object({
  schedule: treeName,
  /** When it should begin. Names the run of a schedule. */
  plannedAt: timestamp,
  /** That day in the time zone of the schedule: what `yesterday` is relative to. */
  day,
  state: runState,
  attempts: count,
  beganAt: timestamp.nullable(),
  endedAt: timestamp.nullable(),
  job: z.string().nullable(),
  /** Why the last attempt was not enough. */
  reason: problem.nullable(),
  counts: runCounts,
});
export type ScheduledRun = z.output<typeof scheduledRun>;

export const runStudy = z.object({
  studyInstanceUid: z.string(),
  images: count,
  wereHere: count,
  came: count,
  missing: count,
  reason: problem.nullable(),
});
export type RunStudy = z.output<typeof runStudy>;

export const listedSchedule = z.object({
  name: treeName,
  owner: z.string(),
  at: z.string(),
  timeZone: z.string(),
  node: z.string(),
  studies: keys,
  /** Instead of them: earlier studies of the patients of a list. */
  priors: priors.nullable(),
  lookBackDays: z.number(),
  parallel: count,
  between: z.string().nullable(),
  megabytesPerSecond: z.number().nullable(),
  /** Where what needs a person is told. */
  notify: scheduleNotify.nullable(),
  isOn: z.boolean(),
  /** null while it is off. */
  nextAt: timestamp.nullable(),
  problem: problem.nullable(),
  /** The last that ended. */
  last: scheduledRun.nullable(),
  /** Runs that wait or are under way. */
  unfinished: count,
});
export type ListedSchedule = z.output<typeof listedSchedule>;

export const scheduleRoutes = {
  schedulesList: {
    method: 'GET',
    path: '/api/schedules',
    ...everything,
    summary: 'What is fetched from nodes again and again',
    result: z.object({ schedules: z.array(listedSchedule) }),
  },
  scheduleShow: {
    method: 'GET',
    path: '/api/schedules/:name',
    ...everything,
    summary: 'A schedule and its runs, the newest first',
    params: byName,
    query: z.object({ limit: z.coerce.number<number>().int().min(1).max(1_000).default(30) }),
    result: z.object({ schedule: listedSchedule, runs: z.array(scheduledRun) }),
  },
  scheduleReport: {
    method: 'GET',
    path: '/api/schedules/:name/report',
    ...everything,
    summary: 'What became of each study of a run; of the newest one when no day is named',
    params: byName,
    query: z.object({ plannedAt: z.iso.datetime().optional(), day: day.optional() }),
    result: z.object({ run: scheduledRun, keys, studies: z.array(runStudy) }),
  },
  scheduleRun: {
    method: 'POST',
    path: '/api/schedules/:name/run',
    ...everything,
    summary: 'Do it now, as of today or as of another day; what is here already is not fetched again',
    params: byName,
    body: z.object({ day: day.optional() }),
    result: scheduledRun,
  },
  scheduleChange: {
    method: 'PATCH',
    path: '/api/schedules/:name',
    ...everything,
    summary:
      'Make a schedule in the automation file, or change what it says of one; comments in the file stay',
    params: byName,
    body: z.object({
      /** Words of the file and their values; null takes a word out. */
      change: z.record(z.string().max(64), z.unknown()),
      /** Of the file that was seen. */
      digest: z.string().max(64),
    }),
    result: automationFileState,
  },
  scheduleForget: {
    method: 'DELETE',
    path: '/api/schedules/:name',
    ...everything,
    summary: 'Take a schedule out of the automation file; what it fetched stays',
    params: byName,
    query: z.object({ digest: z.string().max(64) }),
    result: automationFileState,
  },
  schedulePreview: {
    method: 'POST',
    path: '/api/schedules/preview',
    ...everything,
    summary: 'What a schedule would fetch at its next run, before there is one',
    body: z.object({
      /** A schedule as the automation file has it. */
      schedule: z.record(z.string(), z.unknown()),
      limit: z.int().min(1).max(1_000).default(50),
    }),
    result: z.object({
      problems: z.array(mistake),
      nextAt: timestamp.nullable(),
      /** The keys as of that run. */
      keys,
      studies: z.array(describedStudy.extend({ studyInstanceUid: z.string(), here: count })),
      more: z.boolean(),
    }),
  },
} as const satisfies Record<string, PlainRoute>;
