import type { Archive, Selector } from '../../archive/index.ts';
import type { Selection } from '../../contract/index.ts';

/** A selection is everything named, together with everything its query finds. */
export function selectorsOf(archive: Archive, { studies, series, instances, query }: Selection): Selector[] {
  const selectors: Selector[] = [];
  if (studies?.length) selectors.push({ studyInstanceUids: studies });
  if (series?.length) selectors.push({ seriesInstanceUids: series });
  if (instances?.length) selectors.push({ sopInstanceUids: instances });
  if (query) selectors.push({ query: archive.matching(query) });
  return selectors;
}
