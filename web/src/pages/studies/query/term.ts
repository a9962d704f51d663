/** What the words in the search box mean, part by part. Each part keeps its own words, so that it can be taken out again. */

/** Days as DA (PS3.5 6.2): from the first to the last, both included; an absent end is open. */
export interface DateRange {
  readonly from?: string;
  readonly to?: string;
}

export type Meaning =
  | ({ readonly kind: 'date' } & DateRange)
  /** One of these modalities. */
  | { readonly kind: 'modality'; readonly modalities: readonly string[] }
  /** An element, or a series parameter, by its keyword; the value as the API matches it. */
  | { readonly kind: 'key'; readonly keyword: string; readonly value: string }
  | { readonly kind: 'label'; readonly name: string; readonly value?: string }
  /** Words of which only the archive can tell what they are: a name, an ID, a description. */
  | { readonly kind: 'word'; readonly word: string };

export type Term = Meaning & {
  /** As it was typed. */
  readonly text: string;
};
