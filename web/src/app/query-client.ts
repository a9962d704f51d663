/** What was asked of the server, and for how long it counts. */
import { QueryCache, QueryClient } from '@tanstack/react-query';
import { IsocenterError } from '../../../src/contract/index.ts';
import { me } from '../api/queries.ts';
import { sessionEnded } from '../api/session.ts';

const freshMs = 10_000;
/** What is mended by asking again. Everything else is told at once. */
const passing = new Set(['control/lost', 'access/busy']);
const maxTries = 3;

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: notice }),
  defaultOptions: {
    queries: {
      staleTime: freshMs,
      retry: (count, error) => count < maxTries && error instanceof IsocenterError && passing.has(error.code),
    },
    mutations: { onError: notice },
  },
});

/** Who is refused something has other rights than the page knew of. */
function notice(error: unknown): void {
  sessionEnded.notice(error);
  if (error instanceof IsocenterError && error.code === 'archive/forbidden')
    void queryClient.invalidateQueries(me);
}
