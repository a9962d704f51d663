import type { CatalogEvent } from '../catalog/index.ts';
import type { Actor, ArchiveEvent, Scope } from '../contract/index.ts';
import type { ArchiveParts } from './parts.ts';

export interface EventPage {
  readonly events: readonly ArchiveEvent[];
  /** Behind everything that was looked at: where to go on, also when nothing of it may be seen. */
  readonly cursor: number;
}

/** Changes after a cursor, in commit order. Who sees a part of the archive sees what happened to its studies. */
export async function readEvents(
  { catalog }: ArchiveParts,
  _actor: Actor,
  scope: Scope,
  after: number,
  limit: number,
): Promise<EventPage> {
  const newest = await catalog.lastEventSeq();
  const events = (await catalog.events(after, limit, scope)).map(eventOf);
  const last = events.at(-1)?.cursor ?? after;
  return { events, cursor: events.length < limit ? Math.max(last, newest) : last };
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
