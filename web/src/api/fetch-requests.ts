/** Requests to fetch from nodes where an administrator approves that. */
import { queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';

/** Shown at once. */
const waitingAtOnce = 100;
const decidedAtOnce = 20;
/** News that each page asks for: the newest, beside how many there are. */
const newestAtOnce = 5;
const everyMs = 15_000;

/** One's own; everybody's for administrators. Those that waited longest. */
export const waitingRequests = queryOptions({
  queryKey: ['fetch-requests', 'waiting'],
  queryFn: ({ signal }) => api.fetchRequestsList({ state: 'waiting', limit: waitingAtOnce }, { signal }),
  refetchInterval: everyMs,
});

/** How many wait, and nothing of them: each page asks for this. */
export const waitingCount = queryOptions({
  queryKey: ['fetch-requests', 'waiting-count'],
  queryFn: ({ signal }) => api.fetchRequestsList({ state: 'waiting', limit: 0 }, { signal }),
  refetchInterval: everyMs,
});

/** One's own of which one has not seen what became of them. */
const news = ['fetch-requests', 'news'] as const;

/** The newest of them: each page asks for this. */
export const newestNews = queryOptions({
  queryKey: [...news, 'newest'],
  queryFn: ({ signal }) => api.myFetchNews({ limit: newestAtOnce }, { signal }),
  refetchInterval: everyMs,
});

/** As many of them as the page shows that one sees them on. */
export const shownNews = queryOptions({
  queryKey: [...news, 'shown'],
  queryFn: ({ signal }) => api.myFetchNews({ limit: waitingAtOnce }, { signal }),
  refetchInterval: everyMs,
});

/** Those that were decided last. */
export const decidedRequests = queryOptions({
  queryKey: ['fetch-requests', 'decided'],
  queryFn: ({ signal }) => api.fetchRequestsList({ state: 'decided', limit: decidedAtOnce }, { signal }),
  refetchInterval: everyMs,
});
