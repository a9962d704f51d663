import type { FacetTotals } from '../catalog/index.ts';
import type { Counts, Scope, SeenCounts, Stats } from '../contract/index.ts';
import type { ArchiveParts } from './parts.ts';

/** How much there is. Counters only: cheap at any size. */
export async function readCounts({ catalog, store }: ArchiveParts): Promise<Counts> {
  return { ...(await catalog.statistics()), quarantined: (await store.quarantined()).length };
}

/** What the scope covers of the archive, by facet. Looks at every series once. */
export async function readStatistics(parts: ArchiveParts, scope: Scope): Promise<Stats> {
  const { totals, modalities, years, sopClasses, transferSyntaxes, senders } =
    await parts.catalog.facets(scope);
  return {
    counts: scope.kind === 'everything' ? await readCounts(parts) : await withFiles(parts, scope, totals),
    modalities: [...modalities],
    years: [...years],
    sopClasses: [...sopClasses],
    transferSyntaxes: [...transferSyntaxes],
    senders: [...senders],
  };
}

async function withFiles({ catalog }: ArchiveParts, scope: Scope, totals: FacetTotals): Promise<SeenCounts> {
  const files = await catalog.countFiles(scope);
  return { ...totals, files: files.count, bytes: totals.bytes + files.bytes };
}
