/** Everybody whose images are kept, and the history of one of them. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';

const PAGE = 100;

export const people = (search: string) =>
  infiniteQueryOptions({
    queryKey: ['people', 'list', search],
    queryFn: ({ pageParam, signal }) =>
      api.peopleList({ search, limit: PAGE, offset: pageParam }, { signal }),
    initialPageParam: 0,
    getNextPageParam: ({ more }, pages) => (more ? pages.length * PAGE : undefined),
  });

export const peopleAlike = queryOptions({
  queryKey: ['people', 'alike'],
  queryFn: ({ signal }) => api.peopleAlike({}, { signal }),
});

/** @param key the uid of a person, or the key of a patient who belongs to none: see {@link keyOf} */
export const history = (key: string) =>
  queryOptions({
    queryKey: ['people', 'history', key],
    queryFn: ({ signal }) =>
      api.history(isPersonUid(key) ? { person: key } : { patientKey: key }, { signal }),
  });

/** Persons are named by UUIDs, patients never: their keys have a part for where they come from. */
const isPersonUid = (key: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(key);
