import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { FetchRequest } from '../../../../src/contract/index.ts';
import { api } from '../../api/client.ts';
import { requestNews } from '../../api/fetch-requests.ts';

/** Whoever is on this page sees what became of what they asked for: it is no news any more. */
export function useSeen(): void {
  const client = useQueryClient();
  const { data } = useQuery(requestNews);
  const { mutate } = useMutation({
    mutationFn: (requests: readonly Pick<FetchRequest, 'id' | 'state'>[]) =>
      api.fetchRequestsSeen({ requests: [...requests] }),
    onSuccess: () => client.invalidateQueries({ queryKey: requestNews.queryKey }),
    // With the next answer it is tried again.
    onError: () => {},
  });
  useEffect(() => {
    const requests = data?.requests.map(({ id, state }) => ({ id, state })) ?? [];
    if (requests.length > 0) mutate(requests);
  }, [data, mutate]);
}
