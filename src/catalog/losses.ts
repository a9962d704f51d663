import { type RawBuilder, sql } from 'kysely';
import { type ContentReference, findItems, type ItemReference, seriesRowsOf, type Who } from './change.ts';
import { type Engine, type Row, rowsOf, statement, type Work } from './engine/engine.ts';
import { appendEvents } from './events.ts';
import type { Location } from './ingest/entries.ts';
import type { KnownRows } from './ingest/known-rows.ts';
import { addTotals, noTotals } from './ingest/tally.ts';
import { putLocation } from './locations.ts';
import { withRecount } from './recount.ts';

/** How the bytes of an item were lost, and from where. */
export interface Loss extends Pick<Location, 'key' | 'headLength'> {
  readonly problem: 'missing' | 'rotten' | 'swapped';
  /** Where what was found instead of them lies in quarantine. */
  readonly aside: string | null;
}

/** The bytes of items are gone from a store; the items stay, and so does the knowledge of it. */
export function* lose(
  known: KnownRows,
  reference: ItemReference,
  { problem, key, headLength, aside }: Loss,
  store: string,
  who: Who,
): Work<void> {
  for (const itemId of yield* findItems(known, [reference])) {
    yield* withRecount(yield* seriesRowsOf([itemId]), function* () {
      yield* statement('DELETE FROM location WHERE item_id = ? AND store = ?', [itemId, store]);
      yield* statement('DELETE FROM loss WHERE item_id = ?', [itemId]);
      yield* statement(
        'INSERT INTO loss (item_id, problem, key, head_length, aside, lost_at) VALUES (?, ?, ?, ?, ?, ?)',
        [itemId, problem, key, headLength, aside, who.at],
      );
    });
    yield* appendEvents([{ ...who, kind: 'item.lost', itemId, data: { problem } }]);
  }
}

/** The bytes of items are there again, perhaps behind another file head. */
export function* putBack(
  known: KnownRows,
  reference: ItemReference,
  location: Location,
  size: number,
  who: Who,
): Work<void> {
  for (const itemId of yield* findItems(known, [reference])) {
    yield* withRecount(yield* seriesRowsOf([itemId]), function* () {
      const [was] = (yield* statement('SELECT size FROM item WHERE id = ?', [itemId])) as { size: number }[];
      yield* statement('UPDATE item SET size = ? WHERE id = ?', [size, itemId]);
      yield* addTotals({ ...noTotals(), bytes: size - Number(was!.size) });
    });
    yield* putLocation(itemId, location, who);
  }
}

/** Somebody knows of losses and says that nobody has to be told again. */
export function* acceptLosses(
  known: KnownRows,
  references: readonly ItemReference[],
  reason: string,
  who: Who,
): Work<void> {
  for (const itemId of yield* findItems(known, references)) {
    yield* statement(
      'UPDATE loss SET accepted_at = ?, accepted_by = ?, accepted_reason = ? WHERE item_id = ? AND accepted_at IS NULL',
      [who.at, who.actor, reason, itemId],
    );
    yield* appendEvents([{ ...who, kind: 'item.loss-accepted', itemId, data: { reason } }]);
  }
}

/** An item that nothing holds the bytes of. */
export interface LostItem {
  readonly itemId: number;
  readonly sha256: string;
  readonly size: number;
  readonly receivedAt: string;
  /** Of instances. */
  readonly content: Required<ContentReference> | undefined;
  /** Of files. */
  readonly name: string | undefined;
  /** Undefined: nobody has noted it yet. */
  readonly loss: NotedLoss | undefined;
}

export interface NotedLoss extends Loss {
  readonly lostAt: string;
  readonly acceptedAt: string | null;
  readonly acceptedBy: string | null;
  readonly acceptedReason: string | null;
}

const PAGE_ROWS = 1_000;

export interface LostItemFilter {
  /** Those on record only; else all there are, for which every item is looked at. */
  readonly noted: boolean;
  /** Of these items. */
  readonly itemIds?: readonly number[];
}

/** Items outside of the trash without bytes, in pages, in the order of item ids. */
export async function* lostItems(engine: Engine, filter: LostItemFilter): AsyncGenerator<LostItem[]> {
  let after = 0;
  for (;;) {
    const page = (await rowsOf(engine, pageOf(filter, after))).map(itemFrom);
    if (page.length > 0) yield page;
    if (page.length < PAGE_ROWS) return;
    after = page.at(-1)!.itemId;
  }
}

/** The losses that nobody has accepted are few, and have a table of their own. */
export async function countLosses(engine: Engine): Promise<number> {
  const query = sql`SELECT count(*) FROM loss JOIN item ON item.id = loss.item_id
    WHERE loss.accepted_at IS NULL AND item.trashed_at IS NULL`;
  const [[count] = []] = await rowsOf(engine, query);
  return Number(count);
}

const pageOf = ({ noted, itemIds }: LostItemFilter, after: number): RawBuilder<unknown> =>
  sql`SELECT item.id, item.sha256, item.size, item.received_at, file.name, study.study_instance_uid,
      series.series_instance_uid, instance.sop_instance_uid, loss.problem, loss.key, loss.head_length, loss.aside,
      loss.lost_at, loss.accepted_at, loss.accepted_by, loss.accepted_reason
    FROM item ${sql.raw(noted ? 'JOIN' : 'LEFT JOIN')} loss ON loss.item_id = item.id
      LEFT JOIN file ON file.item_id = item.id
      LEFT JOIN instance ON instance.item_id = item.id
      LEFT JOIN series ON series.id = instance.series_row
      LEFT JOIN study ON study.id = series.study_row
    WHERE item.id > ${after} AND item.trashed_at IS NULL
      AND ${itemIds ? sql`item.id IN (${sql.join(itemIds)})` : sql`1 = 1`}
      AND NOT EXISTS (SELECT 1 FROM location WHERE location.item_id = item.id)
    ORDER BY item.id LIMIT ${PAGE_ROWS}`;

function itemFrom(row: Row): LostItem {
  const [itemId, sha256, size, receivedAt, name, studyInstanceUid, seriesInstanceUid, sopInstanceUid] = row;
  const item = { itemId: itemId as number, sha256: sha256 as string, size: size as number };
  const uids = { studyInstanceUid, seriesInstanceUid, sopInstanceUid } as Omit<ContentReference, 'sha256'>;
  return {
    ...item,
    receivedAt: receivedAt as string,
    name: (name as string | null) ?? undefined,
    content: sopInstanceUid ? ({ ...uids, sha256, receivedAt } as Required<ContentReference>) : undefined,
    loss: lossFrom(row.slice(8)),
  };
}

function lossFrom([problem, key, headLength, aside, lostAt, acceptedAt, acceptedBy, acceptedReason]: Row) {
  if (problem === null) return undefined;
  const loss = { problem, key, headLength, aside, lostAt, acceptedAt, acceptedBy, acceptedReason };
  return loss as unknown as NotedLoss;
}
