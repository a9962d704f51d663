/** What the address of the viewer says. */
const layouts = ['mpr', 'space'] as const;

/** How a series is seen; one image after the other where it is left out. */
export type ViewerLayout = (typeof layouts)[number];

export interface ViewerSearch {
  readonly series?: string | undefined;
  /** From 1. */
  readonly image?: number | undefined;
  readonly layout?: ViewerLayout | undefined;
  /** Series that is laid over the planes. */
  readonly over?: string | undefined;
  /** As links of reports name an image: an instance by its UID, and which of its frames, from 1. */
  readonly instance?: string | undefined;
  readonly frame?: number | undefined;
  /** Series of segmentations, structures and doses that lie over the images. */
  readonly overlays?: readonly string[] | undefined;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const numberFrom1 = (value: unknown): number | undefined =>
  typeof value === 'number' && value >= 1 ? Math.floor(value) : undefined;

export const viewerSearch = (search: Record<string, unknown>): ViewerSearch => ({
  series: text(search.series),
  image: numberFrom1(search.image),
  layout: layouts.find((one) => one === search.layout),
  over: text(search.over),
  instance: text(search.instance),
  frame: numberFrom1(search.frame),
  overlays: Array.isArray(search.overlays)
    ? search.overlays.filter((uid) => typeof uid === 'string')
    : undefined,
});
