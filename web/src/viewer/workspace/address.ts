/**
 * The workspace as the address has it: `grid=1x2&panes=1.2.3-12_1.2.4&pane=2`. Panes are separated by `_`; each is
 * `kind-study*series-image`, of which everything may be left out: a stack, of the study that was opened, from its most telling
 * image. Those characters stay as they are in an address. Images and panes are counted from 1.
 */
import type { FindRow } from '../../../../src/contract/index.ts';
import { type PanelName, panels } from '../panel/panels.ts';
import { paneKinds } from './pane-kinds.ts';
import { emptyPane, fitted, type Layout, layoutFor, layouts, type Pane } from './panes.ts';
import { type Workspace, withLayout } from './workspace.ts';

export interface WorkspaceSearch {
  readonly grid?: Layout | undefined;
  readonly panes?: string | undefined;
  readonly pane?: number | undefined;
  readonly full?: true | undefined;
  /** What is open beside the panes. */
  readonly panel?: PanelName | undefined;
  /** How panes go together: letters of `link/links.ts`. */
  readonly link?: string | undefined;
}

/** What is left of an address; the rest means nothing. */
export function workspaceSearch({
  grid,
  panes,
  pane,
  full,
  panel,
  link,
}: Record<string, unknown>): WorkspaceSearch {
  return {
    grid: layouts.find((each) => each === grid),
    // A text that reads as a number comes as one.
    panes: panes === undefined ? undefined : String(panes),
    pane: typeof pane === 'number' && pane > 1 ? Math.floor(pane) : undefined,
    full: full === true ? true : undefined,
    panel: panels.find((each) => each === panel),
    link: typeof link === 'string' ? link : undefined,
  };
}

const paneForm =
  /^(?:(?<kind>[a-z]+\d?[a-z]*)(?:-|$))?(?:(?<study>[\d.]+)\*)?(?<series>[\d.]+)?(?:-(?<image>\d+))?$/;

function paneIn(text: string): Pane {
  const { kind, study, series, image } = paneForm.exec(text)?.groups ?? {};
  const known = paneKinds.find((each) => each === kind) ?? emptyPane.kind;
  return {
    kind: known,
    study,
    series,
    image: image === undefined ? undefined : Math.max(0, Number(image) - 1),
  };
}

function paneText({ kind, study, series, image }: Pane): string {
  if (series === undefined) return '';
  const place = `${study === undefined ? '' : `${study}*`}${series}`;
  return `${kind === emptyPane.kind ? '' : `${kind}-`}${place}${image === undefined ? '' : `-${image + 1}`}`;
}

/** Whether it leaves open what hangs where. */
export const leavesOpen = ({ panes }: WorkspaceSearch): boolean => panes === undefined;

/**
 * @param series of the study that was opened
 * @param hung how it hangs: where the address leaves that open
 */
export function workspaceIn(
  { grid: layout, panes: text, pane = 1, full }: WorkspaceSearch,
  series: readonly FindRow[],
  hung: Workspace,
): Workspace {
  const named = text === undefined ? undefined : text.split('_').map(paneIn);
  const shown = named ? { ...hung, ...placed(named, layout, hung.panes) } : withAsked(hung, layout, series);
  return { ...shown, active: Math.min(pane, shown.panes.length) - 1, isFull: full === true };
}

const withAsked = (hung: Workspace, layout: Layout | undefined, series: readonly FindRow[]): Workspace =>
  layout === undefined ? hung : withLayout(hung, layout, series);

function placed(named: readonly Pane[], asked: Layout | undefined, hung: readonly Pane[]) {
  const layout = asked ?? layoutFor(named.length);
  const panes = fitted(named, layout).map((pane, i) => {
    const isImageAlone = pane.series === undefined && pane.image !== undefined;
    // It is one of the series that would be there anyway.
    return isImageAlone ? { ...pane, series: hung[i]?.series } : pane;
  });
  return { layout, panes };
}

/** What stands in an address of a workspace. */
export function searchOf({ layout, panes, active, isFull }: Workspace): WorkspaceSearch {
  return {
    grid: layout,
    panes: panes.map(paneText).join('_').replace(/_+$/, ''),
    pane: active === 0 ? undefined : active + 1,
    full: isFull || undefined,
  };
}
