export interface FetchSearch {
  /** The node that is searched. */
  readonly search?: string;
}

export const fetchSearch = ({ search }: Record<string, unknown>): FetchSearch =>
  typeof search === 'string' ? { search } : {};
