/** Requests to fetch from nodes where an administrator approves that. */
import { queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';

/** Those that wait are shown at once; of the others the newest. */
const waitingAtOnce = 100;
const decidedAtOnce = 20;
const everyMs = 15_000;

/** One's own; everybody's for administrators. The newest first. */
export const waitingRequests = queryOptions({
  queryKey: ['fetch-requests', 'waiting'],
  queryFn: ({ signal }) => api.fetchRequestsList({ state: 'waiting', limit: waitingAtOnce }, { signal }),
  refetchInterval: everyMs,
});

/** The newest, whatever became of them. */
export const newestRequests = queryOptions({
  queryKey: ['fetch-requests', 'newest'],
  queryFn: ({ signal }) => api.fetchRequestsList({ limit: decidedAtOnce }, { signal }),
  refetchInterval: everyMs,
});
