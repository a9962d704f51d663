/** Studies that schedules found at nodes which delete their images by themselves, and of which something is missing here. */
import { z } from 'zod';
import { treeName } from '../automation/tree.ts';
import { count, problem, timestamp, uid } from '../common.ts';
import type { PlainRoute } from '../route.ts';
import { nodeName } from './nodes.ts';

const day = z.string();

/** later: there is time. soon: people are told. over: the node may have deleted it. */
const leftState = z.enum(['later', 'soon', 'over']);
export type LeftState = z.output<typeof leftState>;

export const leftSeries = z.object({
  seriesInstanceUid: z.string(),
  modality: z.string(),
  number: z.string(),
  description: z.string(),
  /** Images that the node has, and those of them that are not here. */
  there: count,
  missing: count,
});
export type LeftSeries = z.output<typeof leftSeries>;

const leftStudy = z.object({
  node: nodeName,
  studyInstanceUid: z.string(),
  schedule: treeName,
  state: leftState,
  /** The first day on which the node may delete it, 2026-01-31. */
  goesOn: day,
  /** As the node says it; null when it does not. */
  studyDate: day.nullable(),
  firstSeenOn: day,
  /** Images that the node has, and those of them that are not here; null when it could not be asked. */
  images: count.nullable(),
  missing: count.nullable(),
  reason: problem,
  /** With something missing, the first 100. */
  series: z.array(leftSeries),
});
export type LeftStudy = z.output<typeof leftStudy>;

/** A run that could not ask the node what it has. */
const leftRun = z.object({
  node: nodeName,
  schedule: treeName,
  /** Names the run. */
  plannedAt: timestamp,
  day,
  state: leftState,
  goesOn: day,
  reason: problem.nullable(),
});
export type LeftRun = z.output<typeof leftRun>;

export const leftBehindRoutes = {
  leftBehindList: {
    method: 'GET',
    path: '/api/left-behind',
    right: 'administer',
    everything: true,
    summary: 'What is missing here of studies that nodes will delete, the most urgent first',
    query: z.object({
      node: nodeName.optional(),
      limit: z.coerce.number<number>().int().min(1).max(5_000).default(500),
    }),
    result: z.object({ studies: z.array(leftStudy), runs: z.array(leftRun), more: z.boolean() }),
  },
  leftBehindForget: {
    method: 'POST',
    path: '/api/left-behind/forget',
    right: 'administer',
    everything: true,
    summary:
      'Tell no more of studies that were left behind at a node, until something else is missing of them',
    body: z.object({ node: nodeName, studies: z.array(uid).min(1).max(1_000) }),
    result: z.object({ forgotten: count }),
  },
} as const satisfies Record<string, PlainRoute>;
