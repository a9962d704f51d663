import { seriesRowsOf, type Who } from './change.ts';
import { type Engine, statement, type Work } from './engine/engine.ts';
import { appendEvents } from './events.ts';
import type { Location } from './ingest/entries.ts';
import { withRecount } from './recount.ts';

/** Where an item lies, and when its bytes there were last compared with its hash. */
export interface KnownLocation extends Location {
  readonly verifiedAt: string | null;
}

/** Adds a location, or replaces the one in that store: whatever was lost is there again. */
export function* putLocation(itemId: number, location: Location, who: Who): Work<void> {
  const { store, key, form, headLength } = location;
  yield* withRecount(yield* seriesRowsOf([itemId]), function* () {
    yield* statement('DELETE FROM location WHERE item_id = ? AND store = ?', [itemId, store]);
    yield* statement('INSERT INTO location (item_id, store, key, form, head_length) VALUES (?, ?, ?, ?, ?)', [
      ...[itemId, store, key, form, headLength],
    ]);
    yield* statement('DELETE FROM loss WHERE item_id = ?', [itemId]);
  });
  yield* appendEvents([{ ...who, kind: 'location.added', itemId, data: { store } }]);
}

export function* removeLocation(itemId: number, store: string, who: Who): Work<void> {
  yield* withRecount(yield* seriesRowsOf([itemId]), function* () {
    yield* statement('DELETE FROM location WHERE item_id = ? AND store = ?', [itemId, store]);
  });
  yield* appendEvents([{ ...who, kind: 'location.removed', itemId, data: { store } }]);
}

export function* markVerified(itemIds: readonly number[], store: string, at: string): Work<void> {
  for (const id of itemIds) {
    yield* statement('UPDATE location SET verified_at = ? WHERE item_id = ? AND store = ?', [at, id, store]);
  }
}

/** All locations of an item, by store. */
export async function locationsOf({ builder, rows }: Engine, itemId: number): Promise<KnownLocation[]> {
  const query = builder
    .selectFrom('location')
    .select(['store', 'key', 'form', 'head_length', 'verified_at'])
    .where('item_id', '=', itemId)
    .orderBy('store');
  return (await rows(query.compile())).map(([store, key, form, headLength, verifiedAt]) => ({
    store: store as string,
    key: key as string,
    form: form as Location['form'],
    headLength: headLength as number,
    verifiedAt: verifiedAt as string | null,
  }));
}
