import { sql } from 'kysely';
import { everything, type Scope } from '../contract/index.ts';
import { type Engine, insertRows, type Row, statement, type Work } from './engine/engine.ts';

import { allOf, scopePredicate } from './query/scope.ts';

/** Something that happened and that others may act on. */
export interface NewEvent {
  readonly at: string;
  /** Subject and participle: `instance.stored`, `study.quiet`, `conflict.resolved`. */
  readonly kind: string;
  /** `kind:name` of who did it. */
  readonly actor: string;
  readonly studyInstanceUid?: string | null;
  readonly seriesInstanceUid?: string | null;
  readonly itemId?: number | null;
  readonly data?: Readonly<Record<string, unknown>>;
}

export interface CatalogEvent extends NewEvent {
  /** The cursor: grows in commit order; whoever has read n never finds a smaller one later. */
  readonly seq: number;
}

const columns = ['at', 'kind', 'actor', 'study_instance_uid', 'series_instance_uid', 'item_id', 'data'];

/** Adds events to the transaction of what they tell about. */
export function* appendEvents(events: readonly NewEvent[]): Work<void> {
  const rows = events.map(
    (event): Row => [
      event.at,
      event.kind,
      event.actor,
      event.studyInstanceUid ?? null,
      event.seriesInstanceUid ?? null,
      event.itemId ?? null,
      event.data ? JSON.stringify(event.data) : null,
    ],
  );
  yield* insertRows('event', columns, rows);
}

/** More than one open transaction of SQLite can hold; see engine/open-transaction.ts. */
const LOST_AT_MOST = 100_000;

/**
 * Leaves out numbers that events may have had which a crash took: somebody may have seen them, and a number is never
 * given twice. (AUTOINCREMENT counts in this table; it has a row once there was an event.)
 */
export function* skipLostNumbers(): Work<void> {
  yield* statement(`UPDATE sqlite_sequence SET seq = seq + ${LOST_AT_MOST} WHERE name = 'event'`, []);
}

/** Most events of one answer. */
const MAXIMUM_EVENTS = 10_000;

/** Events after a cursor, oldest first; with a scope, those that tell of studies which it covers. */
export async function readEvents(
  engine: Engine,
  afterSeq: number,
  limit: number,
  scope: Scope = everything,
): Promise<CatalogEvent[]> {
  const seen = scopePredicate(engine.dialect, scope);
  const conditions = [
    sql`seq > ${afterSeq}`,
    ...(seen
      ? [sql`event.study_instance_uid IN (SELECT study.study_instance_uid FROM study WHERE ${seen})`]
      : []),
  ];
  const query = sql`SELECT seq, at, kind, actor, study_instance_uid, series_instance_uid, item_id, data
    FROM event WHERE ${allOf(conditions)} ORDER BY seq LIMIT ${Math.min(limit, MAXIMUM_EVENTS)}`;
  return (await engine.rows(query.compile(engine.builder))).map(eventFrom);
}

function eventFrom(row: Row): CatalogEvent {
  const [seq, at, kind, actor, studyInstanceUid, seriesInstanceUid, itemId, data] = row;
  return {
    seq: seq as number,
    at: at as string,
    kind: kind as string,
    actor: actor as string,
    studyInstanceUid: studyInstanceUid as string | null,
    seriesInstanceUid: seriesInstanceUid as string | null,
    itemId: itemId as number | null,
    ...(data !== null && { data: JSON.parse(data as string) as Record<string, unknown> }),
  };
}

/** The newest cursor; 0 when nothing happened yet. */
export async function lastEventSeq(engine: Engine): Promise<number> {
  const [row] = await engine.rows(
    engine.builder.selectFrom('event').select(sql<number>`coalesce(max(seq), 0)`.as('seq')).compile(),
  );
  return row![0] as number;
}
