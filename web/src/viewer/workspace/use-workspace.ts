/** The workspace lives in the address: Back goes back to what was on the screen, and a reload shows it again. */
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { FindRow } from '../../../../src/contract/index.ts';
import { viewerPlace } from '../../components/study-places.ts';
import type { SeriesLibrary } from '../engine/series-library.ts';
import { panesOf } from '../search-params.ts';
import { leavesOpen, searchOf, workspaceIn } from './address.ts';
import { useHung } from './use-hung.ts';
import type { Workspace } from './workspace.ts';

const route = getRouteApi('/viewer/$study');

export interface WorkspaceInAddress {
  /** Undefined until the series of the study are known. */
  readonly workspace: Workspace | undefined;
  /** Does something that Back undoes. */
  readonly step: (action: (before: Workspace) => Workspace) => void;
  /** Notes where somebody is: nothing to go back to. */
  readonly note: (action: (before: Workspace) => Workspace) => void;
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
    (action: (before: Workspace) => Workspace, replace: boolean) => {
      // Who is on the way to another page is not called back to this one.
      if (series && hung && history.location.pathname === viewerPlace(study))
        void navigate({
          search: (before) => ({
            ...before,
            ...searchOf(action(workspaceIn(panesOf(before), series, hung))),
            ...(before.layout === undefined && { series: undefined }),
            ...{ image: undefined, instance: undefined, frame: undefined },
          }),
          replace,
        });
    },
    [navigate, series, hung, history, study],
  );
  const step = useCallback((action: (before: Workspace) => Workspace) => change(action, false), [change]);
  const note = useCallback((action: (before: Workspace) => Workspace) => change(action, true), [change]);
  return { workspace, step, note };
}
