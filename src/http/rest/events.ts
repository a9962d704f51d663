import type { Archive } from '../../archive/index.ts';
import type { ArchiveEvent, CallContext, RequestFor, ResultFor } from '../../contract/index.ts';

const PAGE = 500;
/** How long to wait for a change before looking again, milliseconds. */
const LOOK_AGAIN_MS = 5_000;

/** Changes after a cursor; with `follow`, until the caller goes away. */
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
    cursor = page.cursor;
    if (page.events.length > 0) continue;
    if (!follow) break;
    await archive.waitForEvents(LOOK_AGAIN_MS, signal);
  }
  return { cursor };
}
