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
}

export const viewerSearch = ({ series, image, layout, over }: Record<string, unknown>): ViewerSearch => ({
  series: typeof series === 'string' ? series : undefined,
  image: typeof image === 'number' && image >= 1 ? Math.floor(image) : undefined,
  layout: layouts.find((one) => one === layout),
  over: typeof over === 'string' ? over : undefined,
});
