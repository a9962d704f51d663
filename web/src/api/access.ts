/** Accounts, groups, collections and tokens. */
import { queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';

export const users = queryOptions({
  queryKey: ['users'],
  queryFn: ({ signal }) => api.usersList({}, { signal }),
});

export const groups = queryOptions({
  queryKey: ['groups'],
  queryFn: ({ signal }) => api.groupsList({}, { signal }),
});

/** As many as the API tells at once. */
const mostCollections = 10_000;

export const collections = queryOptions({
  queryKey: ['collections'],
  queryFn: ({ signal }) => api.collectionsList({ limit: mostCollections }, { signal }),
});

export const collection = (name: string) =>
  queryOptions({
    queryKey: ['collections', name],
    queryFn: ({ signal }) => api.collectionShow({ name }, { signal }),
  });

export const tokens = queryOptions({
  queryKey: ['tokens'],
  queryFn: ({ signal }) => api.tokensList({}, { signal }),
});

export const emergencies = queryOptions({
  queryKey: ['emergencies'],
  queryFn: ({ signal }) => api.emergenciesList({}, { signal }),
});
