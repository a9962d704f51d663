import { sql } from 'kysely';
import type { Scope } from '../contract/index.ts';
import { type FileReference, findFiles, type Who } from './change.ts';
import { type Engine, rowsOf, statement, type Work } from './engine/engine.ts';
import { appendEvents } from './events.ts';
import { targetScopePredicate } from './query/scope.ts';

/** What a file can belong to: the UID of a person, study or series, the key of a patient. */
export interface Attachment {
  readonly target: 'person' | 'patient' | 'study' | 'series';
  readonly uid: string;
}

export interface AttachmentPayload extends Attachment {
  readonly file: FileReference;
}

/** Whether a scope covers what files and labels can be about. */
export async function coversTarget(
  engine: Engine,
  scope: Scope,
  { target, uid }: Attachment,
): Promise<boolean> {
  const seen = targetScopePredicate(engine.dialect, scope) ?? sql`1 = 1`;
  const query = sql`SELECT 1 FROM (SELECT CAST(${target} AS TEXT) AS target, CAST(${uid} AS TEXT) AS target_uid)
    AS attachment WHERE ${seen}`;
  return (await rowsOf(engine, query)).length > 0;
}

/** Says that a file belongs to something; it may belong to several. What it belongs to need not be there yet. */
export function* attach({ file, target, uid }: AttachmentPayload, who: Who): Work<void> {
  for (const { version } of yield* findFiles([file])) {
    yield* statement(
      `INSERT INTO attachment (item_id, target, target_uid, attached_at, attached_by) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING`,
      [version.itemId, target, uid, who.at, who.actor],
    );
    yield* tell('file.attached', version.itemId, { file, target, uid }, who);
  }
}

/** Takes that back. */
export function* detach({ file, target, uid }: AttachmentPayload, who: Who): Work<void> {
  for (const { version } of yield* findFiles([file])) {
    const key = [version.itemId, target, uid];
    yield* statement('DELETE FROM attachment WHERE item_id = ? AND target = ? AND target_uid = ?', key);
    yield* tell('file.detached', version.itemId, { file, target, uid }, who);
  }
}

function* tell(kind: string, itemId: number, payload: AttachmentPayload, who: Who): Work<void> {
  const { file, target, uid } = payload;
  const uids = {
    study: { studyInstanceUid: uid },
    series: { seriesInstanceUid: uid },
    patient: {},
    person: {},
  };
  yield* appendEvents([
    { ...who, kind, itemId, ...uids[target], data: { sha256: file.sha256, target, uid } },
  ]);
}
