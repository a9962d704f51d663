/** Requests to fetch studies from a node where an administrator approves what is fetched. */
import { z } from 'zod';
import { actor, count, timestamp, uid } from '../common.ts';
import type { PlainRoute } from '../route.ts';
import { nodeName } from './nodes.ts';

/** Studies of one request: as many as somebody looks through before they approve. */
export const maxRequestedStudies = 100;

/** A study as the node describes it. */
export const describedStudy = z.object({
  date: z.string(),
  modalities: z.string(),
  description: z.string(),
  patientName: z.string(),
  patientId: z.string(),
  /** null when the node does not say. */
  images: count.nullable(),
});
export type DescribedStudy = z.output<typeof describedStudy>;

const requestedStudy = describedStudy.extend({ studyInstanceUid: z.string() });
export type RequestedStudy = z.output<typeof requestedStudy>;

/**
 * approved: a job of the same id fetches it, on behalf of who asked. fetched: that is done. withdrawn: by who asked.
 */
export const fetchRequestState = z.enum(['waiting', 'approved', 'fetched', 'declined', 'withdrawn']);
export type FetchRequestState = z.output<typeof fetchRequestState>;

/** decided: whatever became of it. */
export const fetchRequestFilter = z.enum([...fetchRequestState.options, 'decided']);
export type FetchRequestFilter = z.output<typeof fetchRequestFilter>;

const fetchRequest = z.object({
  id: z.string(),
  node: z.string(),
  /** As the node described them when they were asked for. */
  studies: z.array(requestedStudy),
  askedBy: actor,
  askedAt: timestamp,
  /** Why they are needed; empty when nobody said. */
  reason: z.string(),
  state: fetchRequestState,
  decidedBy: actor.nullable(),
  decidedAt: timestamp.nullable(),
  /** What the administrator said; empty when nothing. */
  answer: z.string(),
});
export type FetchRequest = z.output<typeof fetchRequest>;

/** 0 for the total alone. */
const limit = z.coerce.number<number>().int().min(0).max(1_000).default(100);
/** total: how many there are, listed or not. */
const listed = z.object({ requests: z.array(fetchRequest), total: count });
const words = z.string().trim().max(500);
const byId = z.object({ id: z.uuid() });

export const fetchRequestRoutes = {
  fetchRequestsList: {
    method: 'GET',
    path: '/api/fetch-requests',
    right: 'send',
    everything: true,
    summary:
      'Requests to fetch from nodes: your own; for administrators, those of everybody. Of those that wait the oldest comes first, of others the one that was decided or asked last',
    query: z.object({
      state: fetchRequestFilter.optional(),
      limit,
    }),
    result: listed,
  },
  fetchRequestShow: {
    method: 'GET',
    path: '/api/fetch-requests/:id',
    right: 'send',
    everything: true,
    summary: 'A request to fetch from a node: one of your own; for administrators, of anybody',
    params: byId,
    result: fetchRequest,
  },
  fetchRequestAdd: {
    method: 'POST',
    path: '/api/nodes/:name/fetch-requests',
    right: 'send',
    everything: true,
    summary: 'Ask an administrator to have studies fetched from a node where that needs approval',
    params: z.object({ name: nodeName }),
    body: z.object({ studies: z.array(uid).min(1).max(maxRequestedStudies), reason: words.default('') }),
    result: fetchRequest,
  },
  fetchRequestApprove: {
    method: 'POST',
    path: '/api/fetch-requests/:id/approve',
    right: 'administer',
    summary: 'Approve a request: what is missing is fetched, on behalf of who asked',
    params: byId,
    body: z.object({ reason: words.default('') }),
    result: fetchRequest,
  },
  fetchRequestDecline: {
    method: 'POST',
    path: '/api/fetch-requests/:id/decline',
    right: 'administer',
    summary: 'Decline a request, and say why; what fetches one that was approved already ends',
    params: byId,
    body: z.object({ reason: words.min(1) }),
    result: fetchRequest,
  },
  /** Every page looks for them: whoever looks at their own is not noted in the audit log. */
  myFetchNews: {
    method: 'GET',
    path: '/api/fetch-requests/news',
    right: 'known',
    summary: 'Requests of yours to fetch from nodes of which you have not seen what became of them',
    query: z.object({ limit }),
    result: listed,
  },
  myFetchNewsSeen: {
    method: 'POST',
    path: '/api/fetch-requests/news/seen',
    right: 'known',
    summary: 'You have seen what became of requests of yours: they are no news any more while it stays so',
    body: z.object({
      requests: z
        .array(z.object({ id: z.uuid(), state: fetchRequestState }))
        .min(1)
        .max(1_000),
    }),
    result: z.object({ seen: count }),
  },
  fetchRequestWithdraw: {
    method: 'POST',
    path: '/api/fetch-requests/:id/withdraw',
    right: 'send',
    everything: true,
    summary: 'Withdraw a request of yours that nobody decided yet',
    params: byId,
    result: fetchRequest,
  },
} as const satisfies Record<string, PlainRoute>;
