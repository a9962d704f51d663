/** An earlier study of the same part of the body, put beside one that was just opened, where the screen has room for both. */
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { FindRow } from '../../../../src/contract/index.ts';
import { panesOf, type ViewerSearch } from '../search-params.ts';
import { seriesFor } from '../series-query.ts';
import { leavesOpen } from '../workspace/address.ts';
import { hangsWithPrior } from '../workspace/hanging.ts';
import type { WorkspaceInAddress } from '../workspace/use-workspace.ts';
import { isSameHanging, type Workspace } from '../workspace/workspace.ts';
import { withPriors } from './priors.ts';
import { usePriors } from './use-priors.ts';

const route = getRouteApi('/viewer/$study');

/** Two panes beside each other, and each as large as one alone on a small screen. */
const WIDE = '(min-width: 100em)';

interface OpeningTerms {
  readonly study: string;
  /** Undefined until they are there. */
  readonly series: readonly FindRow[] | undefined;
  readonly place: WorkspaceInAddress;
}

/** Comes a little later than the study itself, and not at all when somebody arranged the panes by then. */
export function useOpeningPrior({ study, series, place }: OpeningTerms): void {
  const { workspace, note } = place;
  const search = route.useSearch();
  const [isWanted] = useState(() => isLeftOpen(search) && matchMedia(WIDE).matches);
  const done = useRef<string>(undefined);
  const [hung, setHung] = useState<{ readonly study: string; readonly workspace: Workspace }>();
  if (isWanted && workspace && hung?.study !== study) setHung({ study, workspace });
  const mayHavePrior = isWanted && series !== undefined && hangsWithPrior(series);
  const [prior] = usePriors(study, mayHavePrior).filter(({ isAlike, isEarlier }) => isAlike && isEarlier);
  const uid = prior?.study.studyInstanceUid;
  const { data } = useQuery({ ...seriesFor(uid ?? ''), enabled: uid !== undefined });
  const others = data?.rows;
  useEffect(() => {
    if (!hung || !series || !others || uid === undefined || done.current === study) return;
    done.current = study;
    note((before) =>
      isSameHanging(before, hung.workspace)
        ? withPriors(before, series, { study: uid, series: others })
        : before,
    );
  }, [study, hung, series, others, uid, note]);
}

/** Who sent an address meant what it names. */
const isLeftOpen = (search: ViewerSearch): boolean =>
  leavesOpen(panesOf(search)) && search.layout === undefined && search.grid === undefined;
