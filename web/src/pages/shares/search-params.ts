export const shown = ['open', 'over', 'all'] as const;
export type Shown = (typeof shown)[number];

export interface SharesSearch {
  readonly show?: Shown;
  /** The dialog that asks somebody for images is open. */
  readonly ask?: true;
}

/** What the address of the page says: which links are shown; without it those that are open. */
export function sharesSearch({ show, ask }: Record<string, unknown>): SharesSearch {
  const known = shown.find((each) => each === show);
  return {
    ...(known !== undefined && known !== 'open' && { show: known }),
    ...(ask === true && { ask }),
  };
}
