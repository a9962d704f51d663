/** What could not be taken in or was found damaged, the newest first, as far as one goes. */
import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';

/** Files asked for at once. */
const pageLength = 100;

/** Begins the keys of single files. */
const fileKey = 'quarantined file';

export const quarantine = infiniteQueryOptions({
  queryKey: ['quarantine'],
  queryFn: ({ pageParam, signal }) =>
    api.quarantineList({ limit: pageLength, ...(pageParam !== null && { after: pageParam }) }, { signal }),
  initialPageParam: null as string | null,
  getNextPageParam: ({ next }) => next,
});

export const quarantinedFile = (id: string) =>
  queryOptions({
    queryKey: [fileKey, id],
    queryFn: ({ signal }) => api.quarantineShow({ id }, { signal }),
  });

/** Those of the studies of what is in the trash. */
export const quarantinedOfRemoval = (id: string) =>
  queryOptions({
    queryKey: ['quarantined of a removal', id],
    queryFn: ({ signal }) => api.trashQuarantined({ id }, { signal }),
  });

/** Something left it: all is asked anew, but for the file, which is not there any more. */
export async function askWhatIsLeft(client: QueryClient): Promise<void> {
  await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== fileKey });
}

/** Where the bytes of one are, to save. */
export const quarantinedBytes = (id: string): string => `/api/quarantine/${encodeURIComponent(id)}/content`;
