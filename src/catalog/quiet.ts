import { statement, type Work } from './engine/engine.ts';
import { appendEvents, type NewEvent } from './events.ts';

/** Series and studies that one call looks at; more come with the next. */
const MAXIMUM_AT_ONCE = 500;

interface QuietSeries {
  readonly id: number;
  readonly series: string;
  readonly study: string;
  readonly instances: number;
}

/** Times since when nothing may have come, ISO 8601. */
export interface QuietSince {
  readonly series: string;
  readonly study: string;
}

/**
 * Appends `series.quiet` and `study.quiet` for what got no new item since then, once for each change. What
 * arrives later makes it quiet again later, with another event. Answers how many events.
 */
export function* markQuiet(since: QuietSince, at: string): Work<number> {
  const series = (yield* statement(
    `SELECT series.id, series_instance_uid AS series, study_instance_uid AS study,
        series.instance_count AS instances
      FROM series JOIN study ON study.id = series.study_row
      WHERE series.quiet_pending = 1 AND series.last_received_at <= ?
      ORDER BY series.id LIMIT ${MAXIMUM_AT_ONCE}`,
    [since.series],
  )) as readonly QuietSeries[];
  const studies = (yield* statement(
    `SELECT id, study_instance_uid AS study, instance_count AS instances FROM study
      WHERE quiet_pending = 1 AND last_received_at <= ? ORDER BY id LIMIT ${MAXIMUM_AT_ONCE}`,
    [since.study],
  )) as readonly Omit<QuietSeries, 'series'>[];
  for (const { id } of series) yield* statement('UPDATE series SET quiet_pending = 0 WHERE id = ?', [id]);
  for (const { id } of studies) yield* statement('UPDATE study SET quiet_pending = 0 WHERE id = ?', [id]);
  const events = [
    ...series.map(
      (row): NewEvent => ({ ...quietEvent('series.quiet', row, at), seriesInstanceUid: row.series }),
    ),
    ...studies.map((row): NewEvent => quietEvent('study.quiet', row, at)),
  ];
  yield* appendEvents(events);
  return events.length;
}

const quietEvent = (kind: string, row: { study: string; instances: number }, at: string): NewEvent => ({
  at,
  kind,
  actor: 'isocenter',
  studyInstanceUid: row.study,
  data: { instances: row.instances },
});
