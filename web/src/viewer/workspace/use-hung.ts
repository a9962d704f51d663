/** How a study hangs of which nobody said anything yet. */
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { FindRow } from '../../../../src/contract/index.ts';
import type { SeriesLibrary } from '../engine/series-library.ts';
import { type Film, filmsOf } from './films.ts';
import { filmsToRead, hang } from './hanging.ts';
import { opened, type Workspace } from './workspace.ts';

/** Where panes beside each other are too small to see anything. */
const NARROW = '(max-width: 48em)';

interface HungTerms {
  readonly study: string;
  /** Undefined until they are there. */
  readonly series: readonly FindRow[] | undefined;
  /** Whether it matters: the address may name what hangs where. */
  readonly isOpen: boolean;
}

/** Undefined until all is known that it rests on: of films, what each of them shows. */
export function useHung(library: SeriesLibrary, { study, series, isOpen }: HungTerms): Workspace | undefined {
  const wanted = useMemo(() => (series && isOpen ? filmsToRead(series) : []), [series, isOpen]);
  const isWaiting = wanted.length > 0;
  const { data: films } = useQuery({
    queryKey: ['viewer', study, 'films', wanted],
    queryFn: () => readFilms(library, study, wanted),
    enabled: isWaiting,
    // It would keep what was read of the study after the viewer is closed.
    ...{ staleTime: Infinity, gcTime: 0 },
  });
  // As it was when the study was opened: panes do not move when a window is made smaller.
  const [isNarrow] = useState(() => matchMedia(NARROW).matches);
  return useMemo(
    () =>
      series === undefined || (isWaiting && !films) ? undefined : opened(hang(series, { films, isNarrow })),
    [series, isWaiting, films, isNarrow],
  );
}

/** What the panes need anyway. A series that cannot be read hangs as a whole, and says so in its pane. */
async function readFilms(library: SeriesLibrary, study: string, wanted: readonly string[]): Promise<Film[]> {
  const read = await Promise.allSettled(wanted.map((series) => library.images(study, series)));
  return read.flatMap((each) => (each.status === 'fulfilled' ? filmsOf(each.value) : []));
}
