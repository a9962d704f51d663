/** Marks are read when a study is opened, and kept when somebody says so. */
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { JsonInstance } from '../../api/dicom-web.ts';
import { me } from '../../api/queries.ts';
import { useMay } from '../../api/rights.ts';
import { useFailed } from '../../components/use-failed.ts';
import { useAskBeforeLeaving } from '../use-ask-before-leaving.ts';
import { useMarks } from './marking.ts';
import { isChanged as isChangedIn, type MarkStore } from './marks.ts';
import { isKeepable } from './measurement.ts';

export interface KeptMarksState {
  /** Whether there is something that is not on the server. */
  readonly isChanged: boolean;
  /** Whether this person may bring something into the archive. */
  readonly mayKeep: boolean;
  readonly isKeeping: boolean;
  readonly keep: () => void;
}

interface KeptMarksTerms {
  readonly study: string;
  /** There is something that they lie on: before, they would hold it up. */
  readonly isShown: boolean;
  /** An instance of the study. */
  readonly aboutOf: () => Promise<JsonInstance>;
}

export function useKeptMarks(store: MarkStore, { study, isShown, aboutOf }: KeptMarksTerms): KeptMarksState {
  const may = useMay();
  const onError = useFailed();
  const { data: account } = useQuery(me);
  const state = useMarks(store);
  const isChanged = isChangedIn(state);
  const isLost = isChanged || !state.marks.measurements.every(isKeepable);
  const found = useQuery({ ...keptMarksOf(study), enabled: isShown });
  useEffect(() => {
    if (found.data && !isChangedIn(store.get())) store.open(found.data.marks);
  }, [found.data, store]);
  useAskBeforeLeaving(isLost);

  const { mutate, isPending } = useMutation({
    mutationFn: async () => {
      const { keepMarks } = await import('./report/kept-marks.ts');
      const about = await aboutOf();
      const state = store.get();
      const keeping = { study, marks: state.marks, base: state.kept, about, mayRemove: may('remove') };
      const { signal } = new AbortController();
      return {
        mine: state.marks,
        marks: await keepMarks({ ...keeping, observer: account?.actor.name ?? '' }, signal),
      };
    },
    onSuccess: ({ mine, marks: now }) => store.keep(mine, now),
    onError,
  });
  return { isChanged, mayKeep: may('store'), isKeeping: isPending, keep: () => mutate() };
}

/** What asks is remembered longer than a viewer is open: it knows nothing of what that shows. */
const keptMarksOf = (study: string) =>
  queryOptions({
    queryKey: ['viewer', study, 'marks'],
    queryFn: async ({ signal }) => (await import('./report/kept-marks.ts')).keptMarks(study, signal),
    // What somebody changes in the meantime is not overwritten.
    ...{ staleTime: Infinity, gcTime: 0 },
  });
