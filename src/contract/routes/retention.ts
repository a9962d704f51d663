import { z } from 'zod';
import { treeName } from '../automation/tree.ts';
import { count, problem, text, timestamp } from '../common.ts';
import type { PlainRoute } from '../route.ts';
import { automationFileState } from './automation.ts';

const byName = z.object({ name: treeName });
const everything = { right: 'administer', everything: true } as const;

/** Why what is old enough stays: somebody said that it is to stay, or a copy that has to be there was not confirmed. */
export const keptBecause = z.enum(['protected', 'no copy']);

export const retentionStudy = z.object({
  studyInstanceUid: z.string(),
  /** Of these series; others of the study stay. */
  seriesInstanceUids: z.array(z.string()),
  instances: count,
  bytes: count,
  /** When the last image of them came. */
  receivedAt: timestamp,
  keptBecause: keptBecause.nullable(),
});
export type RetentionStudy = z.output<typeof retentionStudy>;

/** One time that it looked. */
export const retentionReport = z.object({
  endedAt: timestamp,
  studies: count,
  instances: count,
  /** Free once a person has purged them from the trash, which they may when its time of grace is over. */
  bytes: count,
  protected: count,
  withoutCopy: count,
  /** Why it did not get as far as it should. */
  problem: problem.nullable(),
});
export type RetentionReport = z.output<typeof retentionReport>;

export const listedRetention = z.object({
  name: treeName,
  owner: z.string(),
  olderThanDays: z.number(),
  notViewedForDays: z.number().nullable(),
  whenFullerThan: z.number().nullable(),
  untilBelow: z.number().nullable(),
  copies: z.array(z.string()),
  isOn: z.boolean(),
  problem: problem.nullable(),
  last: retentionReport.nullable(),
});
export type ListedRetention = z.output<typeof listedRetention>;

export const retentionRoutes = {
  retentionList: {
    method: 'GET',
    path: '/api/retention',
    ...everything,
    summary: 'What goes into the trash by itself, and when it last did',
    result: z.object({ retention: z.array(listedRetention) }),
  },
  retentionPreview: {
    method: 'GET',
    path: '/api/retention/:name/preview',
    ...everything,
    summary: 'What would go, and how much that frees; nodes are not asked for their copies',
    params: byName,
    query: z.object({ limit: z.coerce.number<number>().int().min(1).max(10_000).default(100) }),
    result: z.object({
      /** The oldest first. */
      studies: z.array(retentionStudy),
      /** Of all that would go, also of those that are not named. */
      total: z.object({ studies: count, instances: count, bytes: count, protected: count }),
      /** Of the disk of the data directory, percent: now, and once what would go is gone. */
      disk: z.object({ fullNow: z.number(), fullThen: z.number() }),
      /** Why nothing goes now although something would: the disk is not full enough. */
      note: text.nullable(),
    }),
  },
  retentionChange: {
    method: 'PATCH',
    path: '/api/retention/:name',
    ...everything,
    summary:
      'Make a retention in the automation file, or change what it says of one; comments in the file stay',
    params: byName,
    body: z.object({
      /** Words of the file and their values; null takes a word out. */
      change: z.record(z.string().max(64), z.unknown()),
      /** Of the file that was seen. */
      digest: z.string().max(64),
    }),
    result: automationFileState,
  },
  retentionForget: {
    method: 'DELETE',
    path: '/api/retention/:name',
    ...everything,
    summary:
      'Take a retention out of the automation file; what went stays in the trash until its time is over',
    params: byName,
    query: z.object({ digest: z.string().max(64) }),
    result: automationFileState,
  },
} as const satisfies Record<string, PlainRoute>;
