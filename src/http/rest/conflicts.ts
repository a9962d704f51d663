import type { Archive } from '../../archive/index.ts';
import type { CallContext, ResultFor } from '../../contract/index.ts';
import { rowOf } from './find.ts';

/** What each content says, for who has to choose. */
export async function showConflict(
  archive: Archive,
  id: string,
  { actor, scope }: CallContext,
): Promise<ResultFor<'conflictShow'>> {
  const { conflict, headers } = await archive.conflict(actor, scope, id);
  const contenders = conflict.contenders.map((each, i) => ({ ...each, header: rowOf(headers[i]!.dataset) }));
  return { ...conflict, contenders };
}
