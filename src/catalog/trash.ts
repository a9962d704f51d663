import { type SqlBool, sql } from 'kysely';
import type { Scope } from '../contract/index.ts';
import {
  type FoundContent,
  type FoundFile,
  findContents,
  findFiles,
  type ItemReference,
  isContent,
  seriesRowsOf,
  type Who,
} from './change.ts';
import { type Dialect, type Engine, type Row, rowsOf, statement, type Work } from './engine/engine.ts';
import { appendEvents } from './events.ts';
import type { KnownRows } from './ingest/known-rows.ts';
import { removePatientIfEmpty } from './ingest/recount-rows.ts';
import { addTotals, demote, noTotals } from './ingest/tally.ts';
import { allOf, anyOf, type Condition, fileScopePredicate, scopePredicate } from './query/scope.ts';
import type { InstanceIdentity } from './record/instance-record.ts';
import { withRecount } from './recount.ts';

export interface TrashPayload {
  /** Of the removal; a long one is several payloads with one id. */
  readonly id: string;
  readonly reason: string;
  /** ISO 8601; purging before is not allowed. */
  readonly keptUntil: string;
  readonly contents: readonly ItemReference[];
}

/** The items of references by kind, those of one side of the trash only. */
function* findIn(known: KnownRows, references: readonly ItemReference[], isTrashed: boolean) {
  const onThatSide = ({ version }: { version: { trashedAt: string | null } }) =>
    (version.trashedAt !== null) === isTrashed;
  const instances = (yield* findContents(known, references.filter(isContent))).filter(onThatSide);
  const files = (yield* findFiles(references.filter((each) => !isContent(each)))).filter(onThatSide);
  return { instances, files };
}

/** Puts items aside: queries and retrieves no longer find them, nothing is deleted. Answers how many. */
export function* putInTrash(known: KnownRows, payload: TrashPayload, who: Who): Work<number> {
  const { instances, files } = yield* findIn(known, payload.contents, false);
  yield* withRecount(yield* seriesRowsOf(idsOf(instances)), function* () {
    for (const id of [...idsOf(instances), ...idsOf(files)]) {
      yield* statement(
        `UPDATE item SET trashed_at = ?, trashed_by = ?, trash_id = ?, trash_reason = ?, kept_until = ? WHERE id = ?`,
        [who.at, who.actor, payload.id, payload.reason, payload.keptUntil, id],
      );
    }
  });
  yield* addTotals({ ...noTotals(), files: -files.length });
  const why = { trashId: payload.id, reason: payload.reason };
  yield* tell('instance.trashed', instances, who, why);
  yield* tellOfFiles('file.trashed', files, who, why);
  return instances.length + files.length;
}

/** Takes items back out of the trash. Answers how many. */
export function* restoreFromTrash(
  known: KnownRows,
  contents: readonly ItemReference[],
  who: Who,
): Work<number> {
  const { instances, files } = yield* findIn(known, contents, true);
  yield* withRecount(yield* seriesRowsOf(idsOf(instances)), function* () {
    for (const each of instances) {
      yield* takeOut(each.version.itemId);
      yield* takePlace(each, who.at);
    }
  });
  for (const { version } of files) yield* takeOut(version.itemId);
  yield* addTotals({ ...noTotals(), files: files.length });
  yield* tell('instance.restored', instances, who);
  yield* tellOfFiles('file.restored', files, who);
  return instances.length + files.length;
}

function* takeOut(itemId: number): Work<void> {
  yield* statement(
    `UPDATE item SET trashed_at = NULL, trashed_by = NULL, trash_id = NULL, trash_reason = NULL, kept_until = NULL
      WHERE id = ?`,
    [itemId],
  );
}

/**
 * What cannot be found leaves its place to a content that can. Otherwise they are in conflict. Answers whether the content
 * became the current one.
 */
export function* takePlace({ version, versions }: FoundContent, at: string): Work<boolean> {
  const { current } = versions;
  if (current?.itemId === version.itemId) return false;
  if (current && !current.trashedAt) {
    yield* raiseConflict(version.itemId, current.itemId, at);
    return false;
  }
  if (current) yield* demote(current.itemId);
  yield* statement('UPDATE instance SET is_current = 1 WHERE item_id = ?', [version.itemId]);
  return true;
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
  'DELETE FROM loss WHERE item_id = ?',
  'DELETE FROM origin WHERE item_id = ?',
  'DELETE FROM conflict WHERE item_id = ?',
  'DELETE FROM derived_from WHERE item_id = ?',
  'DELETE FROM derived_from WHERE source_item_id = ?',
  'DELETE FROM attachment WHERE item_id = ?',
  'DELETE FROM file WHERE item_id = ?',
  'DELETE FROM instance WHERE item_id = ?',
  'DELETE FROM item WHERE id = ?',
];

/** Forgets items that are in the trash, for good, when their bytes are gone. Answers how many. */
export function* purgeFromTrash(
  known: KnownRows,
  contents: readonly ItemReference[],
  who: Who,
): Work<number> {
  const { instances, files } = yield* findIn(known, contents, true);
  const found = [...instances, ...files];
  const series = yield* seriesRowsOf(idsOf(instances));
  yield* withRecount(series, function* () {
    for (const id of idsOf(found)) {
      for (const deletion of deletions) yield* statement(deletion, [id]);
    }
  });
  const bytes = found.reduce((sum, { version }) => sum + version.size, 0);
  yield* addTotals({ ...noTotals(), bytes: -bytes });
  for (const id of series) yield* removeIfEmpty(id);
  yield* tell('instance.purged', instances, who);
  yield* tellOfFiles('file.purged', files, who);
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

const idsOf = (found: readonly (FoundContent | FoundFile)[]): number[] =>
  found.map(({ version }) => version.itemId);

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

function* tellOfFiles(
  kind: string,
  found: readonly FoundFile[],
  { actor, at }: Who,
  more: Readonly<Record<string, string>> = {},
): Work<void> {
  yield* appendEvents(
    found.map(({ version }) => {
      const { itemId, sha256 } = version;
      return { at, kind, actor, itemId, data: { sha256, ...more } };
    }),
  );
}

/** An item that waits in the trash. */
export interface TrashedItem {
  readonly itemId: number;
  readonly sha256: string;
  /** Undefined of a file. */
  readonly identity: InstanceIdentity | undefined;
  readonly receivedAt: string;
  readonly trashId: string;
  readonly trashedAt: string;
  readonly trashedBy: string;
  readonly reason: string;
  readonly keptUntil: string;
  readonly size: number;
  /** What people know it by; null where nothing says it. */
  readonly patientName: string | null;
  readonly studyDate: string | null;
  readonly studyDescription: string | null;
  readonly fileName: string | null;
}

/** Which of what is in the trash. */
export interface TrashFilter {
  readonly keptUntilBefore?: string;
  /** Of one removal. */
  readonly trashId?: string;
}

/** Items in the trash that the scope would cover outside of it, those that may be purged first coming first. */
export async function* trashedItems(
  engine: Engine,
  scope: Scope,
  filter: TrashFilter = {},
): AsyncGenerator<TrashedItem[]> {
  let position: { keptUntil: string; itemId: number } = { keptUntil: '', itemId: 0 };
  for (;;) {
    const page = await trashPage(engine, scope, position, filter);
    if (page.length === 0) return;
    yield page;
    position = page.at(-1)!;
  }
}

/** Bytes of all that is in the trash, and of what of it was kept until before `now`, ISO 8601. */
export async function trashedBytes(engine: Engine, now: string): Promise<{ all: number; past: number }> {
  const query = sql`SELECT coalesce(sum(size), 0), coalesce(sum(CASE WHEN kept_until < ${now} THEN size ELSE 0 END), 0)
    FROM item WHERE trashed_at IS NOT NULL`;
  const [row] = await rowsOf(engine, query);
  return { all: Number(row![0]), past: Number(row![1]) };
}

const PAGE_ROWS = 1_000;

async function trashPage(
  { builder, rows, dialect }: Engine,
  scope: Scope,
  after: { readonly keptUntil: string; readonly itemId: number },
  { keptUntilBefore, trashId }: TrashFilter,
): Promise<TrashedItem[]> {
  const seen = trashPredicate(dialect, scope);
  let query = builder
    .selectFrom('item')
    .leftJoin('instance', 'instance.item_id', 'item.id')
    .leftJoin('series', 'series.id', 'instance.series_row')
    .leftJoin('study', 'study.id', 'series.study_row')
    .leftJoin('file', 'file.item_id', 'item.id')
    .select(['item.id', 'item.sha256', 'study.study_instance_uid', 'series.series_instance_uid'])
    .select(['instance.sop_instance_uid', 'item.trash_id', 'item.trashed_at', 'item.trashed_by'])
    .select(['item.trash_reason', 'item.kept_until', 'item.received_at', 'item.size'])
    .select(['study.patient_name', 'study.study_date', 'study.study_description', 'file.name'])
    .where('item.trashed_at', 'is not', null)
    .where('item.kept_until', '>=', after.keptUntil)
    .where((where) =>
      where.or([where('item.kept_until', '>', after.keptUntil), where('item.id', '>', after.itemId)]),
    );
  if (seen) query = query.where(sql<SqlBool>`${seen}`);
  if (keptUntilBefore !== undefined) query = query.where('item.kept_until', '<', keptUntilBefore);
  if (trashId !== undefined) query = query.where('item.trash_id', '=', trashId);
  const page = await rows(query.orderBy('item.kept_until').orderBy('item.id').limit(PAGE_ROWS).compile());
  return page.map(trashedFrom);
}

/** The rows around an instance stay while it waits, and so do labels, persons, and what a file is attached to. */
function trashPredicate(dialect: Dialect, scope: Scope): Condition | undefined {
  const study = scopePredicate(dialect, scope);
  const file = fileScopePredicate(dialect, scope);
  if (!study || !file) return undefined;
  return anyOf([allOf([sql`item.kind <> 'file'`, study]), allOf([sql`item.kind = 'file'`, file])]);
}

function trashedFrom(row: Row): TrashedItem {
  const [itemId, sha256, studyInstanceUid, seriesInstanceUid, sopInstanceUid, ...removal] = row;
  const [trashId, trashedAt, trashedBy, reason, keptUntil, receivedAt] = removal as string[];
  const [patientName, studyDate, studyDescription, fileName] = removal.slice(7) as (string | null)[];
  return {
    itemId: itemId as number,
    sha256: sha256 as string,
    identity:
      sopInstanceUid === null
        ? undefined
        : {
            studyInstanceUid: studyInstanceUid as string,
            seriesInstanceUid: seriesInstanceUid as string,
            sopInstanceUid: sopInstanceUid as string,
          },
    receivedAt: receivedAt!,
    trashId: trashId!,
    trashedAt: trashedAt!,
    trashedBy: trashedBy!,
    reason: reason!,
    keptUntil: keptUntil!,
    size: removal[6] as number,
    patientName: patientName ?? null,
    studyDate: studyDate ?? null,
    studyDescription: studyDescription ?? null,
    fileName: fileName ?? null,
  };
}
