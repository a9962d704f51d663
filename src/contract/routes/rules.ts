import { z } from 'zod';
import { actionNames } from '../automation/action.ts';
import { ruleTrigger } from '../automation/rule.ts';
import { treeName } from '../automation/tree.ts';
import { count, problem, timestamp, uid } from '../common.ts';
import type { Route } from '../route.ts';
import { automationFileState, mistake } from './automation.ts';
import { transferItem } from './transfer.ts';

const byName = z.object({ name: treeName });
const everything = { right: 'administer', everything: true } as const;

export const runState = z.enum(['new', 'waiting', 'done', 'failed', 'cancelled']);

/** What a rule does: `label` and a name, `send` and a node... */
const toldAction = z.object({ action: z.enum(actionNames), about: z.string() });
export type ToldAction = z.output<typeof toldAction>;

export const listedRule = z.object({
  name: treeName,
  owner: z.string(),
  when: ruleTrigger,
  /** Of a rule that looks by schedule: cron, where its clocks are, and when it looks next; else null. */
  at: z.string().nullable(),
  timeZone: z.string().nullable(),
  nextAt: timestamp.nullable(),
  actions: z.array(toldAction),
  /** Folder of the BIDS dataset that it makes. */
  dataset: z.string().nullable(),
  isOn: z.boolean(),
  problem: problem.nullable(),
  waiting: count,
  done: count,
  failed: count,
  lastRunAt: timestamp.nullable(),
});
export type ListedRule = z.output<typeof listedRule>;

export const listedRun = z.object({
  /** Also that of its job. */
  id: z.string(),
  rule: z.string(),
  when: ruleTrigger,
  owner: z.string(),
  studyInstanceUid: z.string(),
  seriesInstanceUids: z.array(z.string()),
  /** Images, where the rule looks at images one by one; else null. */
  images: count.nullable(),
  /** What the condition asked for, and what an image that fits said. */
  matched: z.record(z.string(), z.string()),
  state: runState,
  steps: z.array(
    toldAction.extend({
      state: z.enum(['waiting', 'done', 'failed']),
      endedAt: timestamp.optional(),
      /** What an extension says of what it did. */
      note: z.string().optional(),
      problem: problem.optional(),
    }),
  ),
  problem: problem.nullable(),
  createdAt: timestamp,
  endedAt: timestamp.nullable(),
});
export type ListedRun = z.output<typeof listedRun>;

const previewLimit = z.coerce.number<number>().int().min(1).max(1_000).default(20);

export const rulePreview = z.object({
  /** Of the newest ones. */
  studies: z.array(
    z.object({
      studyInstanceUid: z.string(),
      seriesInstanceUids: z.array(z.string()),
      matched: z.record(z.string(), z.string()),
    }),
  ),
  /** Studies looked at. */
  looked: count,
  actions: z.array(toldAction),
  /** When a rule that looks by schedule would look next; else null. */
  nextAt: timestamp.nullable(),
});
export type RulePreview = z.output<typeof rulePreview>;

export const ruleRoutes = {
  rulesList: {
    method: 'GET',
    path: '/api/rules',
    ...everything,
    summary: 'What is done by itself when something happens',
    result: z.object({ rules: z.array(listedRule) }),
  },
  ruleChange: {
    method: 'PATCH',
    path: '/api/rules/:name',
    ...everything,
    summary: 'Make a rule in the automation file, or change what it says of one; comments in the file stay',
    params: byName,
    body: z.object({
      /** Words of the file and their values; null takes a word out. */
      change: z.record(z.string().max(64), z.unknown()),
      /** Of the file that was seen. */
      digest: z.string().max(64),
    }),
    result: automationFileState,
  },
  ruleForget: {
    method: 'DELETE',
    path: '/api/rules/:name',
    ...everything,
    summary: 'Take a rule out of the automation file; what it did stays',
    params: byName,
    query: z.object({ digest: z.string().max(64) }),
    result: automationFileState,
  },
  rulePreview: {
    method: 'POST',
    path: '/api/rules/preview',
    ...everything,
    summary: 'What a rule would work on and do, before there is one; nothing is done',
    body: z.object({
      /** A rule as the automation file has it. */
      rule: z.record(z.string(), z.unknown()),
      tables: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
      limit: previewLimit,
    }),
    result: rulePreview.extend({ problems: z.array(mistake) }),
  },
  ruleTry: {
    method: 'GET',
    path: '/api/rules/:name/try',
    ...everything,
    summary: 'What a rule would work on and do, of what is here; nothing is done',
    params: byName,
    query: z.object({ limit: previewLimit }),
    result: rulePreview,
  },
  ruleReplay: {
    method: 'POST',
    path: '/api/rules/:name/replay',
    ...everything,
    summary:
      'Ask a rule about everything that is here; what it did before with the same images is done again only if that was before doneSince',
    params: byName,
    body: z.object({
      /** What was done before is done again. */
      doneSince: z.iso.datetime().optional(),
    }),
    stream: 'ndjson',
    item: transferItem,
    result: z.object({
      studies: count,
      /** Runs that began. */
      begun: count,
      doneBefore: count,
    }),
  },
  runsList: {
    method: 'GET',
    path: '/api/runs',
    right: 'administer',
    everything: true,
    summary: 'What rules did and do, the newest first',
    query: z.object({
      rule: treeName.optional(),
      study: uid.optional(),
      state: runState.optional(),
      limit: z.coerce.number<number>().int().min(1).max(1_000).default(100),
    }),
    result: z.object({ runs: z.array(listedRun) }),
  },
} as const satisfies Record<string, Route>;
