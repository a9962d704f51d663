import { queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';

/** Links that extensions put onto pages. */
export const extensionLinks = queryOptions({
  queryKey: ['extension-links'],
  queryFn: ({ signal }) => api.extensionLinks({}, { signal }),
  staleTime: 60_000,
  retry: false,
});
