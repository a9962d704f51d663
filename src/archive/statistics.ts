import { EventMemory } from '../catalog/index.ts';
import type { Counts, Scope, SeenCounts, Stats } from '../contract/index.ts';
import type { ArchiveParts } from './parts.ts';

/** Scopes whose answers are remembered. */
const MAXIMUM_SCOPES = 64;

/** How much there is. Counters only: cheap at any size. */
export async function readCounts({ catalog, store }: ArchiveParts): Promise<Counts> {
  return { ...(await catalog.statistics()), quarantined: (await store.quarantined()).length };
}

/**
 * What scopes cover of the archive, found once as long as nothing happens: every page of everybody asks how much there
 * is, and what lies in a million studies takes seconds to look at.
 */
export class ScopeStatistics {
  readonly #parts: ArchiveParts;
  readonly #counts: EventMemory<SeenCounts>;
  readonly #facets: EventMemory<Omit<Stats, 'counts'>>;

  constructor(parts: ArchiveParts) {
    const lastEventSeq = () => parts.catalog.lastEventSeq();
    this.#parts = parts;
    this.#counts = new EventMemory(lastEventSeq, MAXIMUM_SCOPES);
    this.#facets = new EventMemory(lastEventSeq, MAXIMUM_SCOPES);
  }

  /** Of everything these are counters; of less, the counters of each study are added up. */
  counts(scope: Scope): Promise<SeenCounts> {
    if (scope.kind === 'everything') return readCounts(this.#parts);
    return this.#counts.of(scope, () => this.#countSeen(scope));
  }

  /** By facet, too. Looks at every series. */
  async statistics(scope: Scope): Promise<Stats> {
    const counts = await this.counts(scope);
    return { counts, ...(await this.#facets.of(scope, () => this.#readFacets(scope))) };
  }

  async #countSeen(scope: Scope): Promise<SeenCounts> {
    const { catalog } = this.#parts;
    const totals = await catalog.totals(scope);
    const files = await catalog.countFiles(scope);
    return { ...totals, files: files.count, bytes: totals.bytes + files.bytes };
  }

  async #readFacets(scope: Scope): Promise<Omit<Stats, 'counts'>> {
    const { modalities, years, sopClasses, transferSyntaxes, senders } =
      await this.#parts.catalog.facets(scope);
    return {
      modalities: [...modalities],
      years: [...years],
      sopClasses: [...sopClasses],
      transferSyntaxes: [...transferSyntaxes],
      senders: [...senders],
    };
  }
}
