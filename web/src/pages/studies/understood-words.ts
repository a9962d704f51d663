import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { parseTerms } from './query/parse.ts';
import { type StudyQuery, studyQuery } from './query/request.ts';
import type { Term } from './query/term.ts';
import { likeliest, openWords, understood } from './query/understand.ts';
import { type StudiesSearch, studiesRequest } from './search-params.ts';
import { firstPage } from './table/study-pages.ts';

/** How long what a word was taken for counts. */
const understoodMs = 60_000;

/**
 * What the words of a search are, of which only the archive can tell. What they mean most of the time is found at once:
 * whether there is something is known then, and the first page is there.
 */
export const understoodWords = (client: QueryClient, terms: readonly Term[], search: StudiesSearch) =>
  queryOptions({
    queryKey: ['studies', 'understood', search.q ?? ''],
    queryFn: ({ signal }) => {
      const likely = studyQuery(likeliest(terms));
      const page = client.fetchQuery(firstPage(studiesRequest(likely, search)));
      // It is of no interest how what nobody waits for failed.
      page.catch(() => undefined);
      return understood(terms, async (query) =>
        isSame(query, likely) ? (await page).rows.length > 0 : await hasSome(query, signal),
      );
    },
    staleTime: understoodMs,
  });

/** Asks for what a search will show, before its page is drawn. */
export function prepareStudies(client: QueryClient, search: StudiesSearch): void {
  const terms = parseTerms(search.q ?? '', new Date());
  void (openWords(terms).length > 0
    ? client.prefetchQuery(understoodWords(client, terms, search))
    : client.prefetchQuery(firstPage(studiesRequest(studyQuery(terms), search))));
}

const isSame = (one: StudyQuery, other: StudyQuery): boolean => JSON.stringify(one) === JSON.stringify(other);

const hasSome = async (query: StudyQuery, signal: AbortSignal): Promise<boolean> =>
  (await api.find({ ...query, limit: 1 }, { signal })).rows.length > 0;
