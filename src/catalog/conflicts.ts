import { type ContentReference, findContents, seriesRowsOf, type Who } from './change.ts';
import { type Engine, type Row, statement, type Work } from './engine/engine.ts';
import { appendEvents } from './events.ts';
import { asDecided, type Describing, describeAsDecided } from './ingest/describe.ts';
import type { Description } from './ingest/entries.ts';
import type { KnownRows } from './ingest/known-rows.ts';
import { allVersions } from './ingest/lookup.ts';
import { demote } from './ingest/tally.ts';
import type { InstanceIdentity } from './record/instance-record.ts';
import { withRecount } from './recount.ts';
import { takePlace } from './trash.ts';

/**
 * What the arrival of a content under a known identity did, when a record tells of it again: it took the place of what
 * lay in the trash at that time, or is in conflict.
 */
export function* conflictArrived(
  known: KnownRows,
  content: ContentReference,
  raisedAt: string,
  who: Who,
): Work<void> {
  const [found] = yield* findContents(known, [content]);
  if (!found || found.version.trashedAt || (yield* isSettled(found.version.itemId))) return;
  const { itemId } = found.version;
  let becameCurrent = false;
  yield* withRecount(yield* seriesRowsOf([itemId]), function* () {
    becameCurrent = yield* takePlace(found, raisedAt);
  });
  yield* statement(
    `DELETE FROM conflict WHERE item_id = ? AND resolved_at IS NULL
      AND EXISTS (SELECT 1 FROM instance WHERE instance.item_id = conflict.item_id AND is_current = 1)`,
    [itemId],
  );
  if (!becameCurrent) return;
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid, sha256 } = content;
  const event = { ...who, kind: 'instance.current', itemId, studyInstanceUid, seriesInstanceUid };
  yield* appendEvents([{ ...event, data: { sopInstanceUid, sha256 } }]);
}

function* isSettled(itemId: number): Work<boolean> {
  const query = 'SELECT 1 FROM conflict WHERE item_id = ? AND resolved_at IS NOT NULL';
  return (yield* statement(query, [itemId])).length > 0;
}

/** The content that a person chose, and the digests of those it was chosen over. */
export interface Choice extends ContentReference {
  readonly over: readonly string[];
  /** What the event says; `conflict.resolved` when absent. */
  readonly event?: 'instance.current';
}

/**
 * A person's choice: this content is the current one of its identity, and its conflicts with the others named are
 * settled.
 * @param description by the chosen content: of its series, study and patient from now on.
 * @returns false when the content is not there, or lies in the trash.
 */
export function* chooseCurrent(
  describing: Describing,
  content: Choice,
  who: Who,
  description?: Description,
): Work<boolean> {
  const { known } = describing;
  const [found] = yield* findContents(known, [content]);
  if (!found || found.version.trashedAt) return false;
  const { version, versions } = found;
  yield* withRecount(yield* seriesRowsOf([version.itemId]), function* () {
    if (versions.current) yield* demote(versions.current.itemId);
    yield* statement('UPDATE instance SET is_current = 1 WHERE item_id = ?', [version.itemId]);
  });
  for (const { itemId, sha256 } of allVersions(versions)) {
    if (itemId === version.itemId || content.over.includes(sha256))
      yield* settle(itemId, version.itemId, who);
  }
  if (description) {
    // Counts changed in the database: what is described has to be read again.
    known.clear();
    yield* findContents(known, [content]);
    yield* describeAsDecided(describing, asDecided(description, who.at));
  }
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid, sha256 } = content;
  const event = {
    ...who,
    kind: content.event ?? 'conflict.resolved',
    itemId: version.itemId,
    studyInstanceUid,
    seriesInstanceUid,
  };
  yield* appendEvents([{ ...event, data: { sopInstanceUid, sha256 } }]);
  return true;
}

function* settle(itemId: number, currentItemId: number, { at, actor }: Who): Work<void> {
  yield* statement(
    'UPDATE conflict SET resolved_at = ?, resolved_by = ?, current_item_id = ? WHERE item_id = ? AND resolved_at IS NULL',
    [at, actor, currentItemId, itemId],
  );
}

/** One of the contents of an identity. */
export interface Contender {
  readonly itemId: number;
  readonly sha256: string;
  readonly receivedAt: string;
  readonly sender: string;
  readonly size: number;
  readonly current: boolean;
}

/** An identity that came with more than one content. */
export interface ListedConflict extends InstanceIdentity {
  readonly id: number;
  readonly raisedAt: string;
  readonly resolvedAt: string | null;
  /** All that is kept under the identity, the current one first. */
  readonly contenders: readonly Contender[];
}

export interface ConflictFilter {
  /** Open ones when left out. */
  readonly state?: 'open' | 'resolved' | 'all';
  readonly id?: number;
  readonly limit?: number;
}

const DEFAULT_LIMIT = 1_000;
const PAGE_ROWS = 1_000;

/** Conflicts, oldest first. Contents of one identity that are open, or were settled together, are one conflict. */
export async function listConflicts(engine: Engine, filter: ConflictFilter): Promise<ListedConflict[]> {
  const { limit = DEFAULT_LIMIT } = filter;
  const listed: ListedConflict[] = [];
  for await (const row of firstOfEach(engine, filter)) {
    if (listed.length === limit) break;
    const [id, raisedAt, resolvedAt, seriesRow, sopInstanceUid, studyInstanceUid, seriesInstanceUid] = row;
    listed.push({
      id: id as number,
      raisedAt: raisedAt as string,
      resolvedAt: resolvedAt as string | null,
      studyInstanceUid: studyInstanceUid as string,
      seriesInstanceUid: seriesInstanceUid as string,
      sopInstanceUid: sopInstanceUid as string,
      contenders: await contendersOf(engine, sopInstanceUid as string, seriesRow as number),
    });
  }
  return listed;
}

async function* firstOfEach(engine: Engine, filter: ConflictFilter): AsyncGenerator<Row, void, void> {
  const seen = new Set<string>();
  let page: Row[] = [];
  do {
    page = await conflictRows(engine, filter, (page.at(-1)?.[0] as number | undefined) ?? 0);
    for (const row of page) {
      const [, , resolvedAt, seriesRow, sopInstanceUid] = row;
      const key = [resolvedAt, seriesRow, sopInstanceUid].join('\\');
      if (!seen.has(key)) yield row;
      seen.add(key);
    }
  } while (page.length === PAGE_ROWS);
}

async function conflictRows(
  { builder, rows }: Engine,
  filter: ConflictFilter,
  afterId: number,
): Promise<Row[]> {
  const { state = 'open', id } = filter;
  let query = builder
    .selectFrom('conflict')
    .innerJoin('instance', 'instance.item_id', 'conflict.item_id')
    .innerJoin('series', 'series.id', 'instance.series_row')
    .innerJoin('study', 'study.id', 'series.study_row')
    .select(['conflict.id', 'conflict.raised_at', 'conflict.resolved_at', 'instance.series_row'])
    .select(['instance.sop_instance_uid', 'study.study_instance_uid', 'series.series_instance_uid'])
    .where('conflict.id', '>', afterId);
  if (state !== 'all') query = query.where('conflict.resolved_at', state === 'open' ? 'is' : 'is not', null);
  if (id !== undefined) query = query.where('conflict.id', '=', id);
  return await rows(query.orderBy('conflict.id').limit(PAGE_ROWS).compile());
}

async function contendersOf(
  { builder, rows }: Engine,
  sopInstanceUid: string,
  seriesRow: number,
): Promise<Contender[]> {
  const query = builder
    .selectFrom('instance')
    .innerJoin('item', 'item.id', 'instance.item_id')
    .select(['item.id', 'item.sha256', 'item.received_at', 'item.sender', 'item.size', 'instance.is_current'])
    .where('instance.sop_instance_uid', '=', sopInstanceUid)
    .where('instance.series_row', '=', seriesRow)
    .where('item.trashed_at', 'is', null)
    .orderBy('instance.is_current', 'desc')
    .orderBy('item.id');
  return (await rows(query.compile())).map(([itemId, sha256, receivedAt, sender, size, current]) => ({
    itemId: itemId as number,
    sha256: sha256 as string,
    receivedAt: receivedAt as string,
    sender: sender as string,
    size: size as number,
    current: current === 1,
  }));
}
