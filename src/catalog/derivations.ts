import { sql } from 'kysely';
import { findItems, type ItemReference, type Who } from './change.ts';
import { type Engine, rowsOf, statement, type Work } from './engine/engine.ts';
import { appendEvents } from './events.ts';
import type { KnownRows } from './ingest/known-rows.ts';

/** One item was made from others: an image from raw data, a de-identified one from an original. */
export interface DerivationPayload {
  readonly item: ItemReference;
  readonly sources: readonly ItemReference[];
  /** What made it: `dcm2niix`, `reconstruction`; with the version of that program. */
  readonly method: string;
  readonly methodVersion: string;
}

/** Adds edges from an item to what it was made from; what is not there (any more) has none. */
export function* derive(known: KnownRows, payload: DerivationPayload, who: Who): Work<void> {
  const { item, sources, method, methodVersion } = payload;
  const [itemId] = yield* findItems(known, [item]);
  if (itemId === undefined) return;
  for (const source of yield* findItems(known, sources)) {
    yield* statement(
      `INSERT INTO derived_from (item_id, source_item_id, method, method_version) VALUES (?, ?, ?, ?)
        ON CONFLICT (item_id, source_item_id, method) DO UPDATE SET method_version = excluded.method_version`,
      [itemId, source, method, methodVersion],
    );
  }
  const data = { sha256: item.sha256, method, methodVersion, sources: sources.map(({ sha256 }) => sha256) };
  yield* appendEvents([{ ...who, kind: 'item.derived', itemId, data }]);
}

/** Takes edges of a method back. */
export function* underive(
  known: KnownRows,
  { item, sources, method }: Omit<DerivationPayload, 'methodVersion'>,
  who: Who,
): Work<void> {
  const [itemId] = yield* findItems(known, [item]);
  if (itemId === undefined) return;
  for (const source of yield* findItems(known, sources)) {
    yield* statement('DELETE FROM derived_from WHERE item_id = ? AND source_item_id = ? AND method = ?', [
      ...[itemId, source],
      method,
    ]);
  }
  yield* appendEvents([{ ...who, kind: 'item.derivation-removed', itemId, data: { method } }]);
}

/** An edge, seen from the item that was asked for. */
export interface Derivation {
  readonly direction: 'from' | 'to';
  readonly method: string;
  readonly methodVersion: string;
  /** The item at the other end. */
  readonly itemId: number;
  readonly kind: 'instance' | 'file';
  readonly sha256: string;
}

/** What an item was made from, and what was made from it. */
export async function derivationsOf(engine: Engine, itemId: number): Promise<Derivation[]> {
  const edges = (direction: Derivation['direction'], own: string, other: string) =>
    sql`SELECT ${direction} AS direction, method, method_version, item.id, item.kind, item.sha256
      FROM derived_from JOIN item ON item.id = ${sql.raw(other)} WHERE ${sql.raw(own)} = ${itemId}`;
  const query = sql`${edges('from', 'item_id', 'source_item_id')}
    UNION ALL ${edges('to', 'source_item_id', 'item_id')} ORDER BY 1, 4, 2`;
  return (await rowsOf(engine, query)).map(([direction, method, methodVersion, id, kind, sha256]) => ({
    direction: direction as Derivation['direction'],
    method: method as string,
    methodVersion: methodVersion as string,
    itemId: id as number,
    kind: kind as Derivation['kind'],
    sha256: sha256 as string,
  }));
}
