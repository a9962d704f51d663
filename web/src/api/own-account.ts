/** How one logs in oneself, where one is logged in, and the tokens of one's programs. */
import { queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';

export const waysIn = queryOptions({
  queryKey: ['me', 'ways-in'],
  queryFn: ({ signal }) => api.myWaysIn({}, { signal }),
});

export const ownSessions = queryOptions({
  queryKey: ['me', 'sessions'],
  queryFn: ({ signal }) => api.mySessions({}, { signal }),
});

export const ownTokens = queryOptions({
  queryKey: ['me', 'tokens'],
  queryFn: ({ signal }) => api.myTokens({}, { signal }),
});
