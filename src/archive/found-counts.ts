import { type Catalog, EventMemory, type Query } from '../catalog/index.ts';
import type { Scope } from '../contract/index.ts';

type Counting = Pick<Catalog, 'lastEventSeq' | 'countAnswers'>;

/** Queries whose counts are remembered. */
const MAXIMUM_COUNTS = 256;

/**
 * How many rows a query finds, counted once as long as nothing happens: whoever turns pages asks the same query again,
 * and to count ten thousand rows takes longer than to read a page of them.
 */
export class FoundCounts {
  readonly #catalog: Counting;
  readonly #counts: EventMemory<number>;

  constructor(catalog: Counting) {
    this.#catalog = catalog;
    this.#counts = new EventMemory(() => catalog.lastEventSeq(), MAXIMUM_COUNTS);
  }

  /** The limit and order of the query aside; `maximum` when there are that many or more. */
  of(scope: Scope, query: Query, maximum: number): Promise<number> {
    return this.#counts.of([scope, maximum, matchingOf(query)], () =>
      this.#catalog.countAnswers(scope, query, maximum),
    );
  }
}

/** All that decides which rows there are: everything but what decides how they are answered. */
function matchingOf({ attributes, shownParameters, order, after, limit, offset, ...matching }: Query) {
  return matching;
}
