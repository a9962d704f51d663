/** The search of the page of studies: from the address to what is asked of the archive. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { api } from '../../api/client.ts';
import { parseTerms, withoutTerm } from './query/parse.ts';
import { type StudyQuery, studyQuery } from './query/request.ts';
import type { Term } from './query/term.ts';
import { likeliest, openWords, understood } from './query/understand.ts';
import { type StudiesSearch, studiesRequest } from './search-params.ts';
import { firstPage } from './table/study-pages.ts';

/** How long what a word was taken for counts. */
const understoodMs = 60_000;

const hasSome = async (query: StudyQuery, signal: AbortSignal): Promise<boolean> =>
  (await api.find({ ...query, limit: 1 }, { signal })).rows.length > 0;

export function useStudiesSearch() {
  const search: StudiesSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const { q = '' } = search;
  // A day that begins while somebody works is noticed with the next word.
  const terms = useMemo(() => parseTerms(q, new Date()), [q]);
  const isOpen = openWords(terms).length > 0;
  const client = useQueryClient();
  const read = useQuery({
    queryKey: ['studies', 'understood', q],
    queryFn: ({ signal }) => {
      // What the words mean most of the time is found while the archive is asked whether they do.
      void client.prefetchQuery(firstPage(studiesRequest(studyQuery(likeliest(terms)), search)));
      return understood(terms, (query) => hasSome(query, signal));
    },
    enabled: isOpen,
    staleTime: understoodMs,
  });
  const known: readonly Term[] | undefined = isOpen ? read.data : terms;

  const change = (part: Partial<StudiesSearch>, isStep = true) =>
    void navigate({
      to: '/studies',
      search: (before: StudiesSearch) => ({ ...before, ...part }),
      replace: !isStep,
    });
  return {
    search,
    terms: known ?? terms,
    /** Undefined while words are being understood. */
    query: known && studyQuery(known),
    error: read.error,
    change,
    /** Searches for these words too, without those that say the same of another value. */
    add: (words: string) => change({ q: `${q} ${words}`.trim() }),
    replace: (term: Term, words = '') => {
      const rest = withoutTerm(known ?? terms, term, words);
      change({ q: rest === '' ? undefined : rest });
    },
  };
}
