import type { Who } from './change.ts';
import { type Engine, statement, type Work } from './engine/engine.ts';
import { appendEvents } from './events.ts';

export interface LabelPayload {
  readonly target: 'patient' | 'study' | 'series';
  /** UID of a study or series, key of a patient. */
  readonly uid: string;
  readonly name: string;
  /** null takes the label away. */
  readonly value: string | null;
}

export interface Label extends LabelPayload {
  readonly value: string;
  readonly at: string;
  readonly actor: string;
}

export function* setLabel({ target, uid, name, value }: LabelPayload, who: Who): Work<void> {
  const key = [target, uid, name];
  yield* statement('DELETE FROM label WHERE target = ? AND target_uid = ? AND name = ?', key);
  if (value !== null) {
    yield* statement(
      'INSERT INTO label (target, target_uid, name, value, labelled_at, labelled_by) VALUES (?, ?, ?, ?, ?, ?)',
      [...key, value, who.at, who.actor],
    );
  }
  const uids = { study: { studyInstanceUid: uid }, series: { seriesInstanceUid: uid }, patient: {} }[target];
  const kind = value === null ? 'label.removed' : 'label.set';
  yield* appendEvents([{ ...who, ...uids, kind, data: { target, uid, name, value } }]);
}

/** The labels of one patient, study or series, by name. */
export async function labelsOf(
  { builder, rows }: Engine,
  target: Label['target'],
  uid: string,
): Promise<Label[]> {
  const query = builder
    .selectFrom('label')
    .select(['name', 'value', 'labelled_at', 'labelled_by'])
    .where('target', '=', target)
    .where('target_uid', '=', uid)
    .orderBy('name');
  return (await rows(query.compile())).map((row) => {
    const [name, value, at, actor] = row as string[];
    return { target, uid, name: name!, value: value!, at: at!, actor: actor! };
  });
}

/** Names of labels of a study and of its patient. */
export async function labelNamesOfStudy(
  { builder, rows }: Engine,
  studyInstanceUid: string,
): Promise<ReadonlySet<string>> {
  const patient = builder
    .selectFrom('study')
    .select('patient_key')
    .where('study_instance_uid', '=', studyInstanceUid);
  const query = builder
    .selectFrom('label')
    .select('name')
    .where(({ or, and, eb }) =>
      or([
        and([eb('target', '=', 'study'), eb('target_uid', '=', studyInstanceUid)]),
        and([eb('target', '=', 'patient'), eb('target_uid', 'in', patient)]),
      ]),
    );
  return new Set((await rows(query.compile())).map(([name]) => String(name)));
}
