import { queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';

/** Removals that are shown: those that go first. */
export const mostTrash = 1_000;

export const trash = queryOptions({
  queryKey: ['trash'],
  queryFn: ({ signal }) => api.trashList({ limit: mostTrash }, { signal }),
});
