/** On which day a study was last looked at: the tables `study_view` and `study_view_record`, as units of work. */
import { statement, type Work } from './engine/engine.ts';

/** Says that studies were looked at on a day, `2026-03-11`. Of what is no study here nothing is written; a clock that was set back takes nothing away. */
export function* noteViews(studies: Iterable<string>, day: string): Work<void> {
  for (const study of studies)
    yield* statement(
      `INSERT INTO study_view (study_instance_uid, viewed_on)
        SELECT study_instance_uid, CAST(? AS TEXT) FROM study WHERE study_instance_uid = ?
        ON CONFLICT (study_instance_uid) DO UPDATE SET viewed_on = excluded.viewed_on
          WHERE excluded.viewed_on > study_view.viewed_on`,
      [day, study],
    );
}

/** Of studies that are gone nothing is kept. */
export function* forgetViewsOfGone(): Work<void> {
  yield* statement(
    `DELETE FROM study_view WHERE NOT EXISTS
      (SELECT 1 FROM study WHERE study.study_instance_uid = study_view.study_instance_uid)`,
    [],
  );
}

/** Begins to note views, unless that has begun. */
export function* beginViews(at: string): Work<void> {
  if ((yield* statement('SELECT since FROM study_view_record', [])).length > 0) return;
  yield* statement('INSERT INTO study_view_record (since) VALUES (?)', [at]);
}

/** Forgets all of them, and begins anew. */
export function* clearViews(at: string): Work<void> {
  for (const table of ['study_view', 'study_view_record']) yield* statement(`DELETE FROM ${table}`, []);
  yield* beginViews(at);
}

/** The day of the last view of a study, and since when views are noted. */
export interface StudyView {
  readonly viewedOn: string | undefined;
  readonly since: string;
}

export function* viewOf(study: string): Work<StudyView> {
  const [view] = (yield* statement('SELECT viewed_on FROM study_view WHERE study_instance_uid = ?', [
    study,
  ])) as readonly { readonly viewed_on: string }[];
  const [record] = (yield* statement('SELECT since FROM study_view_record', [])) as readonly {
    readonly since: string;
  }[];
  return { viewedOn: view?.viewed_on, since: record!.since };
}
