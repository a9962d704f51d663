import { sql } from 'kysely';
import type { ContentReference } from './change.ts';
import { type Engine, type Row, rowsOf } from './engine/engine.ts';
import type { Location } from './ingest/entries.ts';

/** An item with one of its locations, whatever its state; for verification. */
export interface ListedItem {
  readonly itemId: number;
  readonly sha256: string;
  readonly size: number;
  readonly location: Location;
  /** When it came first. */
  readonly receivedAt: string;
  readonly trashed: boolean;
  /** Of instances. */
  readonly content: Required<ContentReference> | undefined;
  readonly transferSyntaxUid: string | undefined;
}

const PAGE_ROWS = 1_000;

/** Everything that lies in a store, in pages, in the order of item ids. */
export async function* itemsInStore(engine: Engine, store: string): AsyncGenerator<ListedItem[]> {
  let after = 0;
  for (;;) {
    const page = (await pageAfter(engine, store, after)).map(itemFrom);
    if (page.length > 0) yield page;
    if (page.length < PAGE_ROWS) return;
    after = page.at(-1)!.itemId;
  }
}

async function pageAfter(engine: Engine, store: string, after: number): Promise<Row[]> {
  const query = sql`SELECT item.id, item.sha256, item.size, location.store, location.key, location.form,
      location.head_length, CASE WHEN item.trashed_at IS NULL THEN 0 ELSE 1 END AS trashed,
      study.study_instance_uid, series.series_instance_uid, instance.sop_instance_uid,
      instance.transfer_syntax_uid, item.received_at
    FROM item JOIN location ON location.item_id = item.id AND location.store = ${store}
      LEFT JOIN instance ON instance.item_id = item.id
      LEFT JOIN series ON series.id = instance.series_row
      LEFT JOIN study ON study.id = series.study_row
    WHERE item.id > ${after} ORDER BY item.id LIMIT ${PAGE_ROWS}`;
  return await rowsOf(engine, query);
}

function itemFrom(row: Row): ListedItem {
  const [itemId, sha256, size, store, key, form, headLength, trashed] = row;
  const [studyInstanceUid, seriesInstanceUid, sopInstanceUid, transferSyntaxUid, receivedAt] = row.slice(
    8,
  ) as string[];
  return {
    itemId: itemId as number,
    sha256: sha256 as string,
    size: size as number,
    location: {
      store: store as string,
      key: key as string,
      form: form as Location['form'],
      headLength: headLength as number,
    },
    receivedAt: receivedAt!,
    trashed: trashed === 1,
    content: sopInstanceUid
      ? {
          studyInstanceUid: studyInstanceUid!,
          seriesInstanceUid: seriesInstanceUid!,
          sopInstanceUid,
          sha256: sha256 as string,
          receivedAt: receivedAt!,
        }
      : undefined,
    transferSyntaxUid: transferSyntaxUid ?? undefined,
  };
}
