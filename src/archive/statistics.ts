import type { Counts, Scope, Stats } from '../contract/index.ts';
import type { ArchiveParts } from './parts.ts';

/** How much there is. Counters only: cheap at any size. */
export async function readCounts({ catalog, store }: ArchiveParts): Promise<Counts> {
  return { ...(await catalog.statistics()), quarantined: await store.quarantinedCount() };
}

/** What the archive holds, by facet. Looks at every series once. */
export async function readStatistics(parts: ArchiveParts, scope: Scope): Promise<Stats> {
  const { modalities, years, sopClasses, transferSyntaxes, senders } = await parts.catalog.facets(scope);
  return {
    counts: await readCounts(parts),
    modalities: [...modalities],
    years: [...years],
    sopClasses: [...sopClasses],
    transferSyntaxes: [...transferSyntaxes],
    senders: [...senders],
  };
}
