import { createHash } from 'node:crypto';
import type { Catalog, Query } from '../catalog/index.ts';
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
  /** The least recently used first. */
  readonly #counts = new Map<string, { readonly event: number; readonly count: number }>();

  constructor(catalog: Counting) {
    this.#catalog = catalog;
  }

  /** The limit and order of the query aside; `maximum` when there are that many or more. */
  async of(scope: Scope, query: Query, maximum: number): Promise<number> {
    const question = questionOf(scope, query, maximum);
    // Asked for before counting: what happens meanwhile makes the count old.
    const event = await this.#catalog.lastEventSeq();
    const known = this.#counts.get(question);
    const count =
      known?.event === event ? known.count : await this.#catalog.countAnswers(scope, query, maximum);
    this.#counts.delete(question);
    this.#counts.set(question, { event, count });
    const [oldest] = this.#counts.keys();
    if (this.#counts.size > MAXIMUM_COUNTS) this.#counts.delete(oldest!);
    return count;
  }
}

/** All that decides which rows there are. A scope may have thousands of rules, so it is kept as a hash. */
function questionOf(scope: Scope, query: Query, maximum: number): string {
  const { level, keys, parameters, fuzzy, combinedDateTime, ignoreCase } = query;
  const text = JSON.stringify([
    ...[scope, maximum, level, keys],
    ...[parameters ?? [], fuzzy ?? false, combinedDateTime ?? false, ignoreCase ?? false],
  ]);
  return createHash('sha256').update(text).digest('base64');
}
