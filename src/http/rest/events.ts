import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Archive } from '../../archive/index.ts';
import type { ArchiveEvent, CallContext, RequestFor, ResultFor } from '../../contract/index.ts';

const PAGE = 500;
/** How long to wait for a change before looking again, milliseconds. */
const LOOK_AGAIN_MS = 5_000;

/**
 * Changes after a cursor; with `follow`, until the caller goes away. Without, who sees little of the archive gets what one
 * page after the other has, up to the first that has nothing for them.
 */
export async function* streamEvents(
  archive: Archive,
  { after, limit, follow }: RequestFor<'events'>,
  { scope, actor, signal }: CallContext,
): AsyncGenerator<ArchiveEvent, ResultFor<'events'>, void> {
  let cursor = after;
  let left = follow ? Number.POSITIVE_INFINITY : limit;
  while (left > 0 && !signal.aborted) {
    const page = await archive.events(actor, scope, cursor, Math.min(PAGE, left));
    yield* page.events;
    left -= page.events.length;
    const isAtEnd = page.cursor === cursor;
    cursor = page.cursor;
    if (page.events.length === 0 && !follow) break;
    // There may be millions of events that this caller does not see, and requests of others to answer meanwhile.
    if (!isAtEnd) await nextTurn();
    else await archive.waitForEvents(LOOK_AGAIN_MS, signal);
  }
  return { cursor };
}
