import type { CatalogEvent } from '../catalog/index.ts';
import type { Actor, ArchiveEvent, Scope } from '../contract/index.ts';
import type { ArchiveParts } from './parts.ts';

export interface EventPage {
  readonly events: readonly ArchiveEvent[];
  /** Behind everything that was looked at: where to go on, also when nothing of it may be seen; `after` at the end. */
  readonly cursor: number;
}

/** Changes after a cursor, in commit order, as many as are looked at for one page. Who sees a part of the archive sees what happened to its studies. */
export async function readEvents(
  { catalog }: ArchiveParts,
  _actor: Actor,
  scope: Scope,
  after: number,
  limit: number,
): Promise<EventPage> {
  const { events, cursor } = await catalog.eventPage(after, limit, scope);
  return { events: events.map(eventOf), cursor };
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
