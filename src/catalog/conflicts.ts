import { type ContentReference, findContents, seriesRowsOf, type Who } from './change.ts';
import { type Engine, statement, type Work } from './engine/engine.ts';
import { appendEvents } from './events.ts';
import { describeAnew } from './ingest/describe.ts';
import type { KnownRows } from './ingest/known-rows.ts';
import { demote } from './ingest/tally.ts';
import type { InstanceIdentity, InstanceRecord } from './record/instance-record.ts';
import { withRecount } from './recount.ts';

/**
 * A person's choice: this content is the current one of its identity, and its conflicts are settled.
 * @param record of the chosen content; it describes series, study and patient from now on.
 * @returns false when the content is not there, or lies in the trash.
 */
export function* chooseCurrent(
  known: KnownRows,
  content: ContentReference,
  who: Who,
  record?: InstanceRecord,
  originDomain = '',
): Work<boolean> {
  const [found] = yield* findContents(known, [content]);
  if (!found || found.version.trashedAt) return false;
  const { version, versions } = found;
  yield* withRecount(yield* seriesRowsOf([version.itemId]), function* () {
    if (versions.current) yield* demote(versions.current.itemId);
    yield* statement('UPDATE instance SET is_current = 1 WHERE item_id = ?', [version.itemId]);
  });
  for (const { itemId } of versions.current ? [versions.current, ...versions.others] : versions.others) {
    yield* settle(itemId, version.itemId, who);
  }
  if (record) yield* describeAnew(known, record, originDomain);
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid, sha256 } = content;
  const event = {
    ...who,
    kind: 'conflict.resolved',
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

/** A content that is kept beside the current one until a person decides. */
export interface OpenConflict extends InstanceIdentity {
  readonly id: number;
  readonly itemId: number;
  readonly sha256: string;
  readonly currentItemId: number;
  readonly currentSha256: string;
  readonly raisedAt: string;
  readonly patientName: string | null;
  readonly patientId: string | null;
  readonly sender: string;
}

/** Conflicts that nobody settled, oldest first, after the conflict with id `afterId`. */
export async function openConflicts(engine: Engine, afterId: number, limit: number): Promise<OpenConflict[]> {
  const rows = await engine.rows(
    engine.builder
      .selectFrom('conflict')
      .innerJoin('instance', 'instance.item_id', 'conflict.item_id')
      .innerJoin('item', 'item.id', 'conflict.item_id')
      .innerJoin('item as current', 'current.id', 'conflict.current_item_id')
      .innerJoin('series', 'series.id', 'instance.series_row')
      .innerJoin('study', 'study.id', 'series.study_row')
      .select(['conflict.id', 'conflict.item_id', 'item.sha256', 'conflict.current_item_id'])
      .select(['current.sha256 as current_sha256', 'conflict.raised_at', 'study.patient_name'])
      .select(['study.patient_id', 'item.sender', 'study.study_instance_uid', 'series.series_instance_uid'])
      .select('instance.sop_instance_uid')
      .where('conflict.resolved_at', 'is', null)
      .where('item.trashed_at', 'is', null)
      .where('conflict.id', '>', afterId)
      .orderBy('conflict.id')
      .limit(limit)
      .compile(),
  );
  return rows.map((row) => {
    const [id, itemId, sha256, currentItemId, currentSha256, raisedAt, patientName, patientId, sender] = row;
    const [studyInstanceUid, seriesInstanceUid, sopInstanceUid] = row.slice(9) as string[];
    return {
      id: id as number,
      itemId: itemId as number,
      sha256: sha256 as string,
      currentItemId: currentItemId as number,
      currentSha256: currentSha256 as string,
      raisedAt: raisedAt as string,
      patientName: patientName as string | null,
      patientId: patientId as string | null,
      sender: sender as string,
      studyInstanceUid: studyInstanceUid!,
      seriesInstanceUid: seriesInstanceUid!,
      sopInstanceUid: sopInstanceUid!,
    };
  });
}
