/** What several pages ask for, with the names under which the answers are kept. */
import { queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';

const minute = 60_000;

export const me = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => api.me({}, { signal }),
  staleTime: 5 * minute,
});

/** How much there is, as far as one may see it. */
export const counts = queryOptions({
  queryKey: ['counts'],
  queryFn: ({ signal }) => api.counts({}, { signal }),
});

/** Those that came last, whatever dates they have. */
export const arrivedStudies = (limit: number) =>
  queryOptions({
    queryKey: ['studies', 'arrived', limit],
    queryFn: ({ signal }) => api.studiesList({ order: 'arrival', limit }, { signal }),
  });

/** For administrators. */
export const serverStatus = queryOptions({
  queryKey: ['status'],
  queryFn: ({ signal }) => api.status({}, { signal }),
  refetchInterval: minute,
});

export const newestConflict = queryOptions({
  queryKey: ['conflicts', 'newest'],
  queryFn: ({ signal }) => api.conflictsList({ state: 'open', limit: 1 }, { signal }),
});
