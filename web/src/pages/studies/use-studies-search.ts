/** The search of the page of studies: from the address to what is asked of the archive. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { parseTerms, withoutTerm } from './query/parse.ts';
import { type StudyQuery, studyQuery } from './query/request.ts';
import type { Term } from './query/term.ts';
import { openWords } from './query/understand.ts';
import type { StudiesSearch } from './search-params.ts';
import { understoodWords } from './understood-words.ts';

export function useStudiesSearch() {
  const search: StudiesSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const { q = '' } = search;
  // A day that begins while somebody works is noticed with the next word.
  const terms = useMemo(() => parseTerms(q, new Date()), [q]);
  const isOpen = openWords(terms).length > 0;
  const client = useQueryClient();
  const read = useQuery({ ...understoodWords(client, terms, search), enabled: isOpen });
  const known: readonly Term[] | undefined = isOpen ? read.data : terms;

  const query = useMemo(() => known && studyQuery(known), [known]);
  const last = useLastUnderstood(search, query);

  const go = useCallback(
    (next: (before: StudiesSearch) => StudiesSearch, isStep = true) =>
      void navigate({ to: '/studies', search: next, replace: !isStep }),
    [navigate],
  );
  const change = useCallback(
    (part: Partial<StudiesSearch>, isStep?: boolean) => go((before) => ({ ...before, ...part }), isStep),
    [go],
  );
  return {
    search,
    terms: known ?? terms,
    /** Undefined while words are being understood. */
    query,
    /** What is shown until the next one is understood; undefined where that failed. */
    last: read.error && isOpen ? undefined : last,
    error: read.error,
    change,
    /** Searches for these words too, without those that say the same of another value. */
    add: useCallback(
      (words: string) => go((before) => ({ ...before, q: `${before.q ?? ''} ${words}`.trim() })),
      [go],
    ),
    replace: (term: Term, words = '') => {
      const rest = withoutTerm(known ?? terms, term, words);
      change({ q: rest === '' ? undefined : rest });
    },
  };
}

/** The last search that was understood. */
function useLastUnderstood(search: StudiesSearch, query: StudyQuery | undefined) {
  const [last, setLast] = useState<{ readonly search: StudiesSearch; readonly query: StudyQuery }>();
  if (query && (query !== last?.query || search !== last.search)) setLast({ search, query });
  return last;
}
