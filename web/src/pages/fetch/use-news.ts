import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { FetchRequest } from '../../../../src/contract/index.ts';
import { api } from '../../api/client.ts';
import { shownNews } from '../../api/fetch-requests.ts';

type Requests = readonly FetchRequest[];

/**
 * What became of what one asked for, newest first. Whoever is shown it has seen it: elsewhere it is no news any more, here it
 * stays until they leave the page.
 */
export function useNews(): Requests {
  const client = useQueryClient();
  const { data, dataUpdatedAt } = useQuery(shownNews);
  const [seen, setSeen] = useState<Requests>([]);
  const { mutate } = useMutation({
    mutationFn: (requests: Requests) =>
      api.myFetchNewsSeen({ requests: requests.map(({ id, state }) => ({ id, state })) }),
    onSuccess: (_, requests) => {
      setSeen((before) => together(requests, before));
      // Also what is listed of them may be older than they are.
      return client.invalidateQueries({ queryKey: ['fetch-requests'] });
    },
    // With the next answer it is tried again.
    onError: () => {},
  });
  useEffect(() => {
    // An answer like the last one is the same object; only its time tells that it came.
    if (dataUpdatedAt > 0 && data && data.requests.length > 0) mutate(data.requests);
  }, [data, dataUpdatedAt, mutate]);
  return together(data?.requests ?? [], seen);
}

/** Each once, as it is in the first. */
function together(first: Requests, second: Requests): Requests {
  const ids = new Set(first.map(({ id }) => id));
  return [...first, ...second.filter(({ id }) => !ids.has(id))];
}
