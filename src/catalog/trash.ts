import { type ContentReference, type FoundContent, findContents, seriesRowsOf, type Who } from './change.ts';
import { type Engine, statement, type Work } from './engine/engine.ts';
import { appendEvents } from './events.ts';
import type { KnownRows } from './ingest/known-rows.ts';
import { removePatientIfEmpty } from './ingest/recount-rows.ts';
import { addTotals, demote, noTotals } from './ingest/tally.ts';
import { withRecount } from './recount.ts';

export interface TrashPayload {
  /** Of the removal; a long one is several payloads with one id. */
  readonly id: string;
  readonly reason: string;
  /** ISO 8601; purging before is not allowed. */
  readonly keptUntil: string;
  readonly contents: readonly ContentReference[];
}

/** Puts contents aside: queries and retrieves no longer find them, nothing is deleted. Answers how many. */
export function* putInTrash(known: KnownRows, payload: TrashPayload, who: Who): Work<number> {
  const found = (yield* findContents(known, payload.contents)).filter(({ version }) => !version.trashedAt);
  yield* withRecount(yield* seriesRowsOf(idsOf(found)), function* () {
    for (const id of idsOf(found)) {
      yield* statement(
        `UPDATE item SET trashed_at = ?, trashed_by = ?, trash_id = ?, trash_reason = ?, kept_until = ? WHERE id = ?`,
        [who.at, who.actor, payload.id, payload.reason, payload.keptUntil, id],
      );
    }
  });
  yield* tell('instance.trashed', found, who, { trashId: payload.id, reason: payload.reason });
  return found.length;
}

/** Takes contents back out of the trash. Answers how many. */
export function* restoreFromTrash(
  known: KnownRows,
  contents: readonly ContentReference[],
  who: Who,
): Work<number> {
  const found = (yield* findContents(known, contents)).filter(({ version }) => version.trashedAt);
  yield* withRecount(yield* seriesRowsOf(idsOf(found)), function* () {
    for (const each of found) yield* restoreOne(each, who);
  });
  yield* tell('instance.restored', found, who);
  return found.length;
}

function* restoreOne(found: FoundContent, who: Who): Work<void> {
  yield* statement(
    `UPDATE item SET trashed_at = NULL, trashed_by = NULL, trash_id = NULL, trash_reason = NULL, kept_until = NULL
      WHERE id = ?`,
    [found.version.itemId],
  );
  yield* takePlace(found, who.at);
}

/** What cannot be found leaves its place to a content that can. Otherwise they are in conflict. */
export function* takePlace({ version, versions }: FoundContent, at: string): Work<void> {
  const { current } = versions;
  if (current?.itemId === version.itemId) return;
  if (current && !current.trashedAt) return yield* raiseConflict(version.itemId, current.itemId, at);
  if (current) yield* demote(current.itemId);
  yield* statement('UPDATE instance SET is_current = 1 WHERE item_id = ?', [version.itemId]);
}

function* raiseConflict(itemId: number, currentItemId: number, at: string): Work<void> {
  const superseded = yield* statement('SELECT 1 FROM instance WHERE revision_of = ?', [itemId]);
  if (superseded.length > 0) return;
  yield* statement(
    'INSERT INTO conflict (item_id, current_item_id, raised_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    [itemId, currentItemId, at],
  );
}

/** Tables with rows about one item; the item itself comes last. */
const deletions = [
  'DELETE FROM location WHERE item_id = ?',
  'DELETE FROM origin WHERE item_id = ?',
  'DELETE FROM conflict WHERE item_id = ?',
  'DELETE FROM derived_from WHERE item_id = ?',
  'DELETE FROM instance WHERE item_id = ?',
  'DELETE FROM item WHERE id = ?',
];

/** Forgets contents that are in the trash, for good. The caller deletes their bytes afterwards. Answers how many. */
export function* purgeFromTrash(
  known: KnownRows,
  contents: readonly ContentReference[],
  who: Who,
): Work<number> {
  const found = (yield* findContents(known, contents)).filter(({ version }) => version.trashedAt);
  const series = yield* seriesRowsOf(idsOf(found));
  yield* withRecount(series, function* () {
    for (const id of idsOf(found)) {
      for (const deletion of deletions) yield* statement(deletion, [id]);
    }
  });
  const bytes = found.reduce((sum, { version }) => sum + version.size, 0);
  yield* addTotals({ ...noTotals(), bytes: -bytes });
  for (const id of series) yield* removeIfEmpty(id);
  yield* tell('instance.purged', found, who);
  return found.length;
}

/** Series, study and patient rows go with the last item under them. */
function* removeIfEmpty(series: number): Work<void> {
  const [around] = (yield* statement(
    `SELECT study.id AS study, study.patient_row AS patient FROM series JOIN study ON study.id = series.study_row
      WHERE series.id = ? AND NOT EXISTS (SELECT 1 FROM instance WHERE series_row = ?)`,
    [series, series],
  )) as { study: number; patient: number }[];
  if (!around) return;
  yield* statement('DELETE FROM series_parameter WHERE series_row = ?', [series]);
  yield* statement('DELETE FROM series WHERE id = ?', [series]);
  yield* statement(
    'DELETE FROM study WHERE id = ? AND NOT EXISTS (SELECT 1 FROM series WHERE study_row = ?)',
    [around.study, around.study],
  );
  yield* statement(
    'DELETE FROM study_modality WHERE study_row = ? AND NOT EXISTS (SELECT 1 FROM study WHERE id = ?)',
    [around.study, around.study],
  );
  yield* removePatientIfEmpty(around.patient);
}

const idsOf = (found: readonly FoundContent[]): number[] => found.map(({ version }) => version.itemId);

function* tell(
  kind: string,
  found: readonly FoundContent[],
  { actor, at }: Who,
  more: Readonly<Record<string, string>> = {},
): Work<void> {
  yield* appendEvents(
    found.map(({ reference, version }) => {
      const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = reference;
      const data = { sopInstanceUid, ...more };
      return { at, kind, actor, studyInstanceUid, seriesInstanceUid, itemId: version.itemId, data };
    }),
  );
}

/** A content that waits in the trash. */
export interface TrashedContent extends ContentReference {
  readonly itemId: number;
  readonly receivedAt: string;
  readonly trashId: string;
  readonly trashedAt: string;
  readonly trashedBy: string;
  readonly reason: string;
  readonly keptUntil: string;
  readonly size: number;
}

/** Contents in the trash, those that may be purged first coming first. */
export async function* trashedContents(
  engine: Engine,
  options: { readonly keptUntilBefore?: string; readonly trashId?: string } = {},
): AsyncGenerator<TrashedContent[]> {
  let position: { keptUntil: string; itemId: number } = { keptUntil: '', itemId: 0 };
  for (;;) {
    const page = await trashPage(engine, position, options);
    if (page.length === 0) return;
    yield page;
    position = page.at(-1)!;
  }
}

const PAGE_ROWS = 1_000;

async function trashPage(
  { builder, rows }: Engine,
  after: { readonly keptUntil: string; readonly itemId: number },
  { keptUntilBefore, trashId }: { readonly keptUntilBefore?: string; readonly trashId?: string },
): Promise<TrashedContent[]> {
  let query = builder
    .selectFrom('item')
    .innerJoin('instance', 'instance.item_id', 'item.id')
    .innerJoin('series', 'series.id', 'instance.series_row')
    .innerJoin('study', 'study.id', 'series.study_row')
    .select(['item.id', 'item.sha256', 'study.study_instance_uid', 'series.series_instance_uid'])
    .select(['instance.sop_instance_uid', 'item.trash_id', 'item.trashed_at', 'item.trashed_by'])
    .select(['item.trash_reason', 'item.kept_until', 'item.received_at', 'item.size'])
    .where('item.trashed_at', 'is not', null)
    .where('item.kept_until', '>=', after.keptUntil)
    .where((where) =>
      where.or([where('item.kept_until', '>', after.keptUntil), where('item.id', '>', after.itemId)]),
    );
  if (keptUntilBefore !== undefined) query = query.where('item.kept_until', '<', keptUntilBefore);
  if (trashId !== undefined) query = query.where('item.trash_id', '=', trashId);
  const page = await rows(query.orderBy('item.kept_until').orderBy('item.id').limit(PAGE_ROWS).compile());
  return page.map((row) => {
    const [itemId, sha256, studyInstanceUid, seriesInstanceUid, sopInstanceUid] = row as [
      number,
      ...string[],
    ];
    const [trashId, trashedAt, trashedBy, reason, keptUntil, receivedAt, size] = row.slice(5) as [
      ...string[],
      number,
    ] as [string, string, string, string, string, string, number];
    return {
      ...{
        itemId,
        sha256: sha256!,
        studyInstanceUid: studyInstanceUid!,
        seriesInstanceUid: seriesInstanceUid!,
      },
      ...{
        sopInstanceUid: sopInstanceUid!,
        trashId,
        trashedAt,
        trashedBy,
        reason,
        keptUntil,
        receivedAt,
        size,
      },
    };
  });
}
