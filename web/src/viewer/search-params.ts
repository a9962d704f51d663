/** What the address of the viewer says. */
import { type WorkspaceSearch, workspaceSearch } from './workspace/address.ts';

const layouts = ['mpr', 'space'] as const;

/** How a series is seen as a volume, in place of the panes. */
export type ViewerLayout = (typeof layouts)[number];

export interface ViewerSearch extends WorkspaceSearch {
  /** What the panes make room for. */
  readonly layout?: ViewerLayout | undefined;
  /** The one that is seen as a volume, that of the active pane where it is left out; without `layout` and `panes`, in one pane. */
  readonly series?: string | undefined;
  /** Series that is laid over the planes. */
  readonly over?: string | undefined;
  /** With `series`: its image, from 1; a short way to name one pane. */
  readonly image?: number | undefined;
  /** As links of reports name an image: an instance by its UID, and which of its frames, from 1. */
  readonly instance?: string | undefined;
  readonly frame?: number | undefined;
  /** Presentation state by which images are shown, by its UID. */
  readonly state?: string | undefined;
  /** Series of segmentations, structures and doses that lie over the images. */
  readonly overlays?: readonly string[] | undefined;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const numberFrom1 = (value: unknown): number | undefined =>
  typeof value === 'number' && value >= 1 ? Math.floor(value) : undefined;

export const viewerSearch = (search: Record<string, unknown>): ViewerSearch => ({
  ...workspaceSearch(search),
  layout: layouts.find((one) => one === search.layout),
  series: text(search.series),
  over: text(search.over),
  image: numberFrom1(search.image),
  instance: text(search.instance),
  frame: numberFrom1(search.frame),
  state: text(search.state),
  overlays: Array.isArray(search.overlays)
    ? search.overlays.filter((uid) => typeof uid === 'string')
    : undefined,
});

/** What an address without `panes` says of one series, said as `panes` do. */
export function panesOf(search: ViewerSearch): WorkspaceSearch {
  const { layout, panes, series, image } = search;
  if (layout !== undefined || panes !== undefined || series === undefined) return search;
  return { ...search, panes: image === undefined ? series : `${series}-${image}` };
}
