import { sql } from 'kysely';
import type { Scope } from '../contract/index.ts';
import type { Who } from './change.ts';
import { type Engine, type Lookup, lookUp, type Row, rowsOf, statement, type Work } from './engine/engine.ts';
import { appendEvents } from './events.ts';
import { compareText } from './query/order.ts';
import { allOf, type Condition, memberOf, scopePredicate } from './query/scope.ts';
import { coveredSlices } from './query/study-slices.ts';

export interface CollectPayload {
  readonly studyInstanceUids: readonly string[];
  /** null: into none. */
  readonly collection: string | null;
}

export interface ListedCollection {
  readonly name: string;
  readonly studies: number;
  /** Of what is current, bytes. */
  readonly bytes: number;
}

/** What people decided, whatever the files say; null: none. */
const assignedByUid: Lookup = {
  table: 'study_collection',
  key: [{ column: 'study_instance_uid', type: 'text' }],
  columns: ['collection'],
};

/** Puts studies into a collection, also those that are not there yet or come again: what their files say counts no more. */
export function* collectStudies({ studyInstanceUids, collection }: CollectPayload, who: Who): Work<void> {
  for (const uid of studyInstanceUids) {
    yield* statement(
      `INSERT INTO study_collection (study_instance_uid, collection) VALUES (?, ?)
        ON CONFLICT (study_instance_uid) DO UPDATE SET collection = excluded.collection`,
      [uid, collection],
    );
    yield* statement('UPDATE study SET collection = ? WHERE study_instance_uid = ?', [collection, uid]);
  }
  yield* appendEvents(
    studyInstanceUids.map((studyInstanceUid) => ({
      ...who,
      studyInstanceUid,
      kind: 'study.collected',
      data: { collection },
    })),
  );
}

/** The collections that people put these studies into; those that nobody did are not in it. */
export function* assignedCollections(studyInstanceUids: readonly string[]): Work<Map<string, string | null>> {
  const rows = yield* lookUp(
    assignedByUid,
    studyInstanceUids.map((uid) => [uid]),
  );
  return new Map(rows.map(([uid, collection]) => [uid as string, collection as string | null]));
}

/**
 * Collections with studies that the scope covers, by name; studies that are in the trash alone do not count, but are there.
 * Looks at all studies of the scope, slice by slice.
 */
export async function listCollections(
  engine: Engine,
  scope: Scope,
  limit: number,
): Promise<ListedCollection[]> {
  const held = new Map<string, { studies: number; bytes: number }>();
  for await (const slice of coveredSlices(engine, scope)) {
    for (const [collection, studies, bytes] of await sumsByCollection(engine, slice)) {
      const name = String(collection);
      const before = held.get(name) ?? { studies: 0, bytes: 0 };
      held.set(name, { studies: before.studies + Number(studies), bytes: before.bytes + Number(bytes) });
    }
  }
  const names = [...held.keys()].sort(compareText).slice(0, limit);
  return names.map((name) => ({ name, ...held.get(name)! }));
}

const sumsByCollection = (engine: Engine, slice: Condition): Promise<Row[]> =>
  rowsOf(
    engine,
    sql`SELECT collection, sum(CASE WHEN instance_count > 0 THEN 1 ELSE 0 END), sum(size) FROM study
      WHERE ${allOf([slice, sql`study.collection IS NOT NULL`])} GROUP BY collection`,
  );

/**
 * The collection of a study, also of one still to come that somebody put into one; null: none. undefined for a study that
 * nobody knows. Asked before every instance that comes, so it reads nothing that waits in memory (decision 0004).
 */
export function* collectionOfStudy(studyInstanceUid: string): Work<string | null | undefined> {
  const [first] = (yield* statement(
    `SELECT collection, 1 AS place FROM study_collection WHERE study_instance_uid = ?
      UNION ALL SELECT collection, 2 AS place FROM study WHERE study_instance_uid = ? ORDER BY place`,
    [studyInstanceUid, studyInstanceUid],
  )) as { collection: string | null }[];
  return first?.collection;
}

/** The same of many, as far as the scope covers them; those still to come only for who sees everything. */
export async function collectionsOfStudies(
  engine: Engine,
  scope: Scope,
  studyInstanceUids: readonly string[],
): Promise<Map<string, string | null>> {
  const { dialect } = engine;
  const seen = scopePredicate(dialect, scope);
  const named = memberOf(dialect, 'study.study_instance_uid', studyInstanceUids);
  const known = await rowsOf(
    engine,
    sql`SELECT study.study_instance_uid, study.collection FROM study WHERE ${allOf([named, ...(seen ? [seen] : [])])}`,
  );
  const assigned = seen
    ? []
    : await rowsOf(
        engine,
        sql`SELECT study_instance_uid, collection FROM study_collection
          WHERE ${memberOf(dialect, 'study_instance_uid', studyInstanceUids)}`,
      );
  return new Map(
    [...known, ...assigned].map(([uid, collection]) => [uid as string, collection as string | null]),
  );
}

/** Bytes of what is current in a collection, files that are no images included; the trash does not count. */
export async function bytesOfCollection(engine: Engine, name: string): Promise<number> {
  const query = sql`SELECT (SELECT coalesce(sum(size), 0) FROM study WHERE collection = ${name})
    + (SELECT coalesce(sum(size), 0) FROM item
        WHERE kind = 'file' AND trashed_at IS NULL AND collection = ${name})`;
  const [row] = await rowsOf(engine, query);
  return Number(row![0]);
}
