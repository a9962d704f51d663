import { sql } from 'kysely';
import type { Scope } from '../contract/index.ts';
import { type Engine, rowsOf } from './engine/engine.ts';
import { allOf, scopePredicate } from './query/scope.ts';

/** What came the same way. */
export interface StudyOrigin {
  readonly sender: string;
  /** The door it came through: a DIMSE service, an upload, an import. */
  readonly via: string;
  /** What it was sent to. */
  readonly receiver: string;
  readonly firstAt: string;
  readonly lastAt: string;
  /** Contents that came, what was sent again and what is not current among them. */
  readonly instances: number;
}

/** Ways that are answered. */
const MAXIMUM_ORIGINS = 1_000;

/** How the instances of a study came, the first way first. Looks at the instances of that study alone. */
export async function originsOf(
  engine: Engine,
  scope: Scope,
  studyInstanceUid: string,
): Promise<StudyOrigin[]> {
  const seen = scopePredicate(engine.dialect, scope);
  const held = allOf([
    sql`study.study_instance_uid = ${studyInstanceUid} AND series.study_row = study.id`,
    sql`instance.series_row = series.id AND item.id = instance.item_id AND item.trashed_at IS NULL`,
    ...(seen ? [seen] : []),
  ]);
  const from = sql`FROM study CROSS JOIN series CROSS JOIN instance CROSS JOIN item`;
  const rows = await rowsOf(
    engine,
    sql`SELECT sender, via, receiver, min(received_at), max(received_at), count(*) FROM (
        SELECT item.sender, item.via, item.receiver, item.received_at ${from} WHERE ${held}
        UNION ALL SELECT origin.sender, origin.via, origin.receiver, origin.received_at ${from} CROSS JOIN origin
          WHERE ${held} AND origin.item_id = item.id) AS arrival
      GROUP BY sender, via, receiver ORDER BY min(received_at), sender LIMIT ${MAXIMUM_ORIGINS}`,
  );
  return rows.map(([sender, via, receiver, firstAt, lastAt, instances]) => ({
    ...{ sender: String(sender), via: String(via), receiver: String(receiver) },
    ...{ firstAt: String(firstAt), lastAt: String(lastAt), instances: Number(instances) },
  }));
}
