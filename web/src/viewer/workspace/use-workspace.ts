/** The workspace lives in the address: Back goes back to what was on the screen, and a reload shows it again. */
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { FindRow } from '../../../../src/contract/index.ts';
import { viewerPlace } from '../../components/study-places.ts';
import { panesOf } from '../search-params.ts';
import { searchOf, workspaceIn } from './address.ts';
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

export function useWorkspace(series: readonly FindRow[] | undefined): WorkspaceInAddress {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { study } = route.useParams();
  const { history } = useRouter();
  const workspace = useMemo(() => series && workspaceIn(panesOf(search), series), [search, series]);
  const change = useCallback(
    (action: (before: Workspace) => Workspace, replace: boolean) => {
      // Who is on the way to another page is not called back to this one.
      if (series && history.location.pathname === viewerPlace(study))
        void navigate({
          search: (before) => ({
            ...before,
            ...searchOf(action(workspaceIn(panesOf(before), series))),
            ...(before.layout === undefined && { series: undefined }),
            ...{ image: undefined, instance: undefined, frame: undefined },
          }),
          replace,
        });
    },
    [navigate, series, history, study],
  );
  const step = useCallback((action: (before: Workspace) => Workspace) => change(action, false), [change]);
  const note = useCallback((action: (before: Workspace) => Workspace) => change(action, true), [change]);
  return { workspace, step, note };
}
