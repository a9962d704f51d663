/** The workspace lives in the address: Back goes back to what was on the screen, and a reload shows it again. */
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { FindRow } from '../../../../src/contract/index.ts';
import { viewerPlace } from '../../components/study-places.ts';
import type { SeriesLibrary } from '../engine/series-library.ts';
import { panesOf } from '../search-params.ts';
import { leavesOpen, searchOf, workspaceIn } from './address.ts';
import { useHung } from './use-hung.ts';
import { type Workspace, withVolume } from './workspace.ts';

const route = getRouteApi('/viewer/$study');

type Action = (before: Workspace) => Workspace;

export interface WorkspaceInAddress {
  /** Undefined until the series of the study are known. */
  readonly workspace: Workspace | undefined;
  /** Does something that Back undoes. It is seen: where the panes had made room for a volume they are back, with its series. */
  readonly step: (action: Action) => void;
  /** Notes where somebody is: nothing to go back to. */
  readonly note: (action: Action) => void;
}

/** @param series undefined until they are there */
export function useWorkspace(
  library: SeriesLibrary,
  series: readonly FindRow[] | undefined,
): WorkspaceInAddress {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { study } = route.useParams();
  const { history } = useRouter();
  const hung = useHung(library, { study, series, isOpen: leavesOpen(panesOf(search)) });
  const workspace = useMemo(
    () => series && hung && workspaceIn(panesOf(search), series, hung),
    [search, series, hung],
  );
  const change = useCallback(
    (action: Action, { isStep }: { readonly isStep: boolean }) => {
      // Who is on the way to another page is not called back to this one.
      if (!series || !hung || history.location.pathname !== viewerPlace(study)) return;
      void navigate({
        search: (before) => {
          const kept = workspaceIn(panesOf(before), series, hung);
          const isBack = isStep && before.layout !== undefined;
          return {
            ...before,
            ...searchOf(action(isBack ? withVolume(kept, before.series) : kept)),
            ...(isStep && { layout: undefined, over: undefined }),
            ...((isStep || before.layout === undefined) && { series: undefined }),
            ...{ image: undefined, instance: undefined, frame: undefined },
          };
        },
        replace: !isStep,
      });
    },
    [navigate, series, hung, history, study],
  );
  const step = useCallback((action: Action) => change(action, { isStep: true }), [change]);
  const note = useCallback((action: Action) => change(action, { isStep: false }), [change]);
  return { workspace, step, note };
}
