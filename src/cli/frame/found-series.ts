import type { CallFor, FindRow } from '../../contract/index.ts';
import type { Session } from './command.ts';

/** Rows of one question. */
const PAGE = 1_000;

/** All series that match, in the order of their numbers. */
export async function foundSeries(
  session: Session,
  request: Pick<CallFor<'find'>, 'match' | 'include'>,
): Promise<FindRow[]> {
  const found: FindRow[] = [];
  let after: string | undefined;
  do {
    const page = await session.client.find({ ...request, level: 'series', limit: PAGE, after }, session);
    found.push(...page.rows);
    after = page.more ? page.next : undefined;
  } while (after !== undefined);
  return found;
}
