/** The studies that a search finds, page by page: those near what is on the screen are held, others are asked for again. */
import { queryOptions, useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import type { CallFor, FindRow } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';

export const pageRows = 100;
/** How long a page is held that is not on the screen any more, milliseconds: memory does not grow with what was passed by. */
const heldMs = 20_000;

export type StudiesRequest = Omit<CallFor<'find'>, 'limit' | 'offset' | 'after' | 'level'>;

const studyPage = (request: StudiesRequest, after: string | undefined) =>
  queryOptions({
    queryKey: ['studies', 'found', request, after ?? null],
    queryFn: ({ signal }) =>
      api.find({ ...request, limit: pageRows, ...(after !== undefined && { after }) }, { signal }),
    gcTime: heldMs,
  });

/** Asked for before somebody is sure to look at it. */
export const firstPage = (request: StudiesRequest) => studyPage(request, undefined);

export interface StudyPages {
  /** Rows that are known to be there, and one more where there may be others. */
  readonly count: number;
  readonly isComplete: boolean;
  readonly isLoading: boolean;
  readonly error: unknown;
  row(index: number): FindRow | undefined;
  retry(): void;
}

/**
 * @param request of one search; a component that asks for another one begins anew (`key`).
 * @param from first and last row on the screen
 */
export function useStudyPages(request: StudiesRequest, from: number, to: number): StudyPages {
  // Where each page begins, as far as one has been (some bytes a page), and how many rows there are once that is known.
  const [starts, setStarts] = useState<readonly (string | undefined)[]>([undefined]);
  const [total, setTotal] = useState<number>();
  const first = Math.min(Math.floor(from / pageRows), starts.length - 1);
  const last = Math.min(Math.floor(to / pageRows) + 1, starts.length - 1);
  const wanted = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const pages = useQueries({ queries: wanted.map((page) => studyPage(request, starts[page])) });
  const end = last === starts.length - 1 ? pages.at(-1)?.data : undefined;
  const next = end?.next;
  const counted = end && next === undefined ? last * pageRows + end.rows.length : undefined;
  if (next !== undefined) setStarts([...starts, next]);
  if (counted !== undefined && counted !== total) setTotal(counted);
  return {
    count: total ?? (starts.length - 1) * pageRows + 1,
    isComplete: total !== undefined,
    isLoading: pages.some((page) => page.isPending),
    error: pages.find((page) => page.isError)?.error,
    row: (index) => pages[Math.floor(index / pageRows) - first]?.data?.rows[index % pageRows],
    retry: () => {
      for (const page of pages) if (page.isError) void page.refetch();
    },
  };
}
