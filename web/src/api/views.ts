/** Views of studies that somebody saved, for all of their browsers. */
import { queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';

export const savedViews = queryOptions({
  queryKey: ['me', 'views'],
  queryFn: ({ signal }) => api.myViews({}, { signal }),
});
