import type { AnswerColumn, Query, Row } from '../catalog/index.ts';
import type { Actor, Scope } from '../contract/index.ts';
import type { ArchiveParts } from './parts.ts';

export interface Found {
  readonly columns: readonly AnswerColumn[];
  /** Rows with a value for each column, some hundred at a time. */
  readonly pages: AsyncIterable<readonly Row[]>;
}

export interface FoundPage {
  readonly columns: readonly AnswerColumn[];
  readonly rows: readonly Row[];
  /** Where the next page begins, for `query.after`. */
  readonly next: string | undefined;
}

/** At most `query.limit` of what matches, as far as the scope lets it be seen. */
export async function findPage(
  { catalog }: ArchiveParts,
  _actor: Actor,
  scope: Scope,
  query: Query,
): Promise<FoundPage> {
  return { columns: catalog.answerColumns(query), ...(await catalog.findPage(scope, query)) };
}

/** What of the archive matches, as far as the scope lets it be seen. */
export function find({ catalog }: ArchiveParts, _actor: Actor, scope: Scope, query: Query): Found {
  return { columns: catalog.answerColumns(query), pages: catalog.find(scope, query) };
}
