import { sql } from 'kysely';
import type { Origin, Scope } from '../contract/index.ts';
import type { Attachment } from './attachments.ts';
import { type FileReference, findFiles, type Who } from './change.ts';
import { type Dialect, type Engine, type Row, rowsOf, statement, type Work } from './engine/engine.ts';
import { appendEvents } from './events.ts';
import { originColumns, originFrom } from './first-origin.ts';
import { allOf, type Condition, fileScopePredicate, targetScopePredicate } from './query/scope.ts';

/** A file item, as lists show it. */
export interface StoredFile {
  readonly itemId: number;
  readonly sha256: string;
  readonly size: number;
  readonly mediaType: string;
  readonly name: string;
  /** Of what it tells: a year, a month or a day; null where nobody said. */
  readonly date: string | null;
  readonly collection: string | null;
  /** The first one. */
  readonly origin: Origin;
  readonly attachments: readonly Attachment[];
  /** Where it lies in the data directory; undefined when its bytes are not at hand. */
  readonly key: string | undefined;
}

export interface FileFilter {
  readonly attachedTo?: Attachment;
  /** A digest, or the beginning of one. */
  readonly sha256?: string;
  /** Ids below this one: the last of the page before. */
  readonly before?: number;
  readonly limit: number;
}

/** Files that the scope covers and that are not in the trash, the newest first. */
export async function storedFiles(engine: Engine, scope: Scope, filter: FileFilter): Promise<StoredFile[]> {
  const query = sql`SELECT item.id, item.sha256, item.size, item.media_type, file.name, file.date, item.collection,
      location.key, ${originColumns}
    FROM item JOIN file ON file.item_id = item.id
      LEFT JOIN location ON location.item_id = item.id AND location.store = 'local'
    WHERE ${allOf(conditionsOf(engine.dialect, scope, filter))} ORDER BY item.id DESC LIMIT ${filter.limit}`;
  const rows = await rowsOf(engine, query);
  const attachments = await attachmentsOf(
    engine,
    scope,
    rows.map(([id]) => id as number),
  );
  return rows.map((row) => fileFrom(row, attachments));
}

export interface FileDescriptionPayload {
  readonly file: FileReference;
  readonly name: string;
  readonly date: string | null;
}

/** What people call a file, and the date that it tells of. */
export function* describeFile({ file, name, date }: FileDescriptionPayload, who: Who): Work<void> {
  for (const { version } of yield* findFiles([file])) {
    const { itemId } = version;
    yield* statement('UPDATE file SET name = ?, date = ? WHERE item_id = ?', [name, date, itemId]);
    yield* appendEvents([{ ...who, kind: 'file.described', itemId, data: { sha256: file.sha256 } }]);
  }
}

/** How many that are, and their bytes. */
export async function countFiles(engine: Engine, scope: Scope): Promise<{ count: number; bytes: number }> {
  const query = sql`SELECT count(*), coalesce(sum(size), 0) FROM item
    WHERE ${allOf(conditionsOf(engine.dialect, scope, {}))}`;
  const [row] = await rowsOf(engine, query);
  return { count: Number(row![0]), bytes: Number(row![1]) };
}

function conditionsOf(
  dialect: Dialect,
  scope: Scope,
  { attachedTo, sha256, before }: Omit<FileFilter, 'limit'>,
): Condition[] {
  const seen = fileScopePredicate(dialect, scope);
  return [
    sql`item.kind = 'file'`,
    sql`item.trashed_at IS NULL`,
    ...(seen ? [seen] : []),
    ...(before === undefined ? [] : [sql`item.id < ${before}`]),
    ...(sha256 === undefined ? [] : [sql`item.sha256 >= ${sha256} AND item.sha256 <= ${`${sha256}g`}`]),
    ...(attachedTo === undefined
      ? []
      : [
          sql`item.id IN (SELECT item_id FROM attachment
            WHERE target = ${attachedTo.target} AND target_uid = ${attachedTo.uid})`,
        ]),
  ];
}

/** Those that the scope covers: what else a file belongs to is somebody else's. */
async function attachmentsOf(
  engine: Engine,
  scope: Scope,
  ids: readonly number[],
): Promise<Map<number, Attachment[]>> {
  if (ids.length === 0) return new Map();
  const seen = targetScopePredicate(engine.dialect, scope);
  const conditions = [sql`item_id IN (${sql.join(ids)})`, ...(seen ? [seen] : [])];
  const query = sql`SELECT item_id, target, target_uid FROM attachment
    WHERE ${allOf(conditions)} ORDER BY item_id, target, target_uid`;
  const found = new Map<number, Attachment[]>();
  for (const [itemId, target, uid] of await rowsOf(engine, query)) {
    const attachment = { target: target as Attachment['target'], uid: uid as string };
    found.set(itemId as number, [...(found.get(itemId as number) ?? []), attachment]);
  }
  return found;
}

function fileFrom(row: Row, attachments: ReadonlyMap<number, Attachment[]>): StoredFile {
  const [itemId, sha256, size, mediaType, name, date, collection, key, ...origin] = row;
  return {
    itemId: itemId as number,
    sha256: sha256 as string,
    size: size as number,
    mediaType: mediaType as string,
    name: name as string,
    date: date as string | null,
    collection: collection as string | null,
    origin: originFrom(origin),
    attachments: attachments.get(itemId as number) ?? [],
    key: (key as string | null) ?? undefined,
  };
}
