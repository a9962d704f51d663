import type { Archive } from '../../archive/index.ts';
import type { CallContext, RequestFor, ResultFor } from '../../contract/index.ts';
import { missingOf, type Nodes } from '../../nodes/index.ts';

/** UIDs that are told one by one. */
const NAMED = 1_000;

/** What a node has of a study, compared with what is here and whole. */
export async function completenessOf(
  nodes: Nodes,
  archive: Archive,
  { name, study, verify }: RequestFor<'nodeCompleteness'>,
  { actor, scope, signal }: CallContext,
): Promise<ResultFor<'nodeCompleteness'>> {
  const selectors = [{ studyInstanceUids: [study] }];
  let damaged = 0;
  if (verify && (await archive.count(actor, scope, selectors)) > 0)
    for await (const item of archive.verify(actor, scope, { selectors, quick: false }, signal))
      if (item.kind === 'finding') damaged++;
  const { series: compared, unnamed } = await nodes.compare(actor, scope, name, study, signal);
  const series = compared.map(({ sopInstanceUids, images, missing, ...one }) => ({
    ...one,
    there: images,
    here: sopInstanceUids.size - missing.length,
    missing: missing.slice(0, NAMED),
  }));
  const isComplete = compared.length > 0 && unnamed === undefined && missingOf(compared).length === 0;
  return { isComplete, damaged, series };
}
