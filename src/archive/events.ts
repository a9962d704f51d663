import type { CatalogEvent } from '../catalog/index.ts';
import type { Actor, ArchiveEvent, Scope } from '../contract/index.ts';
import type { ArchiveParts } from './parts.ts';

/** Changes after a cursor, in commit order. Only who sees everything sees them: an event names studies. */
export async function readEvents(
  { catalog }: ArchiveParts,
  _actor: Actor,
  scope: Scope,
  after: number,
  limit: number,
): Promise<ArchiveEvent[]> {
  if (scope.kind !== 'everything') return [];
  return (await catalog.events(after, limit)).map(eventOf);
}

function eventOf({
  seq,
  at,
  kind,
  actor,
  studyInstanceUid,
  seriesInstanceUid,
  data,
}: CatalogEvent): ArchiveEvent {
  const { sopInstanceUid, ...more } = data ?? {};
  return {
    cursor: seq,
    at,
    kind,
    actor,
    ...(studyInstanceUid ? { studyInstanceUid } : {}),
    ...(seriesInstanceUid ? { seriesInstanceUid } : {}),
    ...(typeof sopInstanceUid === 'string' ? { sopInstanceUid } : {}),
    data: more,
  };
}
