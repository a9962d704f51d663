import { queryOptions } from '@tanstack/react-query';
import { maxFindRows } from '../../../src/contract/index.ts';
import { api } from '../api/client.ts';

/** The series of a study by number; as many as an answer holds. */
export const seriesFor = (study: string) =>
  queryOptions({
    queryKey: ['viewer', study, 'series'],
    // What was asked for on the way here is not asked for again.
    staleTime: 5_000,
    queryFn: ({ signal }) => api.studySeries({ study, limit: maxFindRows }, { signal }),
  });
