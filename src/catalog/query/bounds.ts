import { sql } from 'kysely';
import { IsocenterError } from '../../base/index.ts';
import { type Engine, rowsOf } from '../engine/engine.ts';
import type { Question } from './plan.ts';
import type { Driver } from './predicates.ts';

/** Instances that are looked at one by one where no index helps: some seconds of work, in slices between other statements. */
export const WALKED_INSTANCES = 1_000_000;

/** The instances of so many studies are not too many. */
const WALKED_STUDIES = 50_000;

/**
 * Keys of instances that no index finds (their SOP class, Rows) are answered by looking at every instance there is, where that
 * is bounded; without keys, the first instances are the answer as they come.
 * @throws IsocenterError `query/bad` in an archive of more than `WALKED_INSTANCES`.
 */
export async function requireBounded(
  engine: Engine,
  { query, predicates }: Question,
  driver: Driver | undefined,
): Promise<void> {
  if (query.level !== 'instance') return;
  if (driver && (driver.listed?.size ?? 0) <= WALKED_STUDIES) return;
  if (predicates.every((each) => !each.driver && !each.residual)) return;
  // Ids are given in turn and never again: there are not more instances than that, and one look at an index tells it.
  const [row] = await rowsOf(engine, sql`SELECT max(item_id) FROM instance`);
  if (Number(row?.[0] ?? 0) <= WALKED_INSTANCES) return;
  const reason =
    `no index finds these keys, and there are more than ${WALKED_INSTANCES} instances to look at. ` +
    'Name a study, a series, or another key that is indexed';
  throw new IsocenterError('query/bad', { reason });
}
