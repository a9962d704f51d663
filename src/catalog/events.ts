import { sql } from 'kysely';
import type { Scope } from '../contract/index.ts';
import { type Engine, insertRows, type Row, rowsOf, statement, type Work } from './engine/engine.ts';
import { allOf, type Condition, scopePredicate } from './query/scope.ts';

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
/** Most events that are looked at for one answer: who sees little of the archive may see none of them. */
const EVENT_WINDOW = 10_000;

/** Events after a cursor, oldest first. */
export async function readEvents(engine: Engine, afterSeq: number, limit: number): Promise<CatalogEvent[]> {
  return await select(engine, [sql`seq > ${afterSeq}`], limit);
}

export interface CatalogEventPage {
  readonly events: readonly CatalogEvent[];
  /** Behind everything that was looked at: what was asked for when nothing happened since, else more, seen or not. */
  readonly cursor: number;
}

/** Events after a cursor that tell of studies which a scope covers, oldest first, as far as a window reaches. */
export async function readEventPage(
  engine: Engine,
  afterSeq: number,
  limit: number,
  scope: Scope,
  window = EVENT_WINDOW,
): Promise<CatalogEventPage> {
  const seen = scopePredicate(engine.dialect, scope);
  if (!seen) {
    const events = await readEvents(engine, afterSeq, limit);
    return { events, cursor: events.at(-1)?.seq ?? afterSeq };
  }
  // Asked for before the events: one that comes meanwhile is behind it.
  const end = await endOfWindow(engine, afterSeq, window);
  const asked = Math.min(limit, MAXIMUM_EVENTS);
  // For each event its study, not all studies of the scope for the few events.
  const isSeen = sql`EXISTS (SELECT 1 FROM study WHERE study.study_instance_uid = event.study_instance_uid AND ${seen})`;
  const events = await select(engine, [sql`seq > ${afterSeq}`, sql`seq <= ${end}`, isSeen], asked);
  return { events, cursor: events.length < asked ? end : events.at(-1)!.seq };
}

async function endOfWindow(engine: Engine, afterSeq: number, window: number): Promise<number> {
  const query = sql`SELECT coalesce(max(seq), ${afterSeq})
    FROM (SELECT seq FROM event WHERE seq > ${afterSeq} ORDER BY seq LIMIT ${window}) AS looked_at`;
  const [row] = await rowsOf(engine, query);
  return Number(row![0]);
}

async function select(engine: Engine, conditions: Condition[], limit: number): Promise<CatalogEvent[]> {
  const query = sql`SELECT seq, at, kind, actor, study_instance_uid, series_instance_uid, item_id, data
    FROM event WHERE ${allOf(conditions)} ORDER BY seq LIMIT ${Math.min(limit, MAXIMUM_EVENTS)}`;
  return (await rowsOf(engine, query)).map(eventFrom);
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
