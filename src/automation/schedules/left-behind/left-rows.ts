import { IsocenterError } from '../../../base/index.ts';
import { statement, type Work } from '../../../catalog/index.ts';
import { type LeftSeries, type Problem, problemKept, problemOf } from '../../../contract/index.ts';
import type { FetchedStudy } from '../../../nodes/index.ts';
import type { SeenThere, ToldSince } from './deletion-day.ts';

/** A study of which something is missing here: the table `left_behind`. */
export interface LeftRow extends SeenThere {
  readonly node: string;
  readonly studyInstanceUid: string;
  /** That found it. */
  readonly schedule: string;
  /** At the node; null when it could not be asked. */
  readonly images: number | null;
  /** Images of it in this archive, whether the node has them or not: when that was looked at, and now. */
  readonly wereHere: number;
  readonly here: number;
  /** With something missing. */
  readonly series: readonly LeftSeries[];
  readonly reason: Problem;
  /** Somebody wanted to be told no more of what is missing of it. */
  readonly isSilenced: boolean;
}

/** What of a study is at a node and not here, or why the node could not be asked. */
export type Outcome = Pick<FetchedStudy, 'series' | 'missing' | 'reason' | 'isWanted'> | IsocenterError;

/** What became of a study that was found at a node; undefined when it was not looked at. */
export interface Look {
  readonly studyInstanceUid: string;
  readonly studyDate: string | null;
  readonly outcome: Outcome | undefined;
}

/** Studies of a node that are kept in mind. */
const MAXIMUM_ROWS = 20_000;

const columns = [
  ...['node', 'study_instance_uid', 'schedule', 'study_date', 'first_seen_on', 'seen_on'],
  ...['images', 'series', 'reason', 'were_here'],
];
const HERE = 'COALESCE((SELECT instance_count FROM study WHERE study.study_instance_uid = ?), 0)';

/** What a run of a schedule saw. What is all here is left behind no more; nor is what it meant before and means no more. */
export function* noteLooks(
  { node, schedule, today }: { readonly node: string; readonly schedule: string; readonly today: string },
  looks: Iterable<Look>,
): Work<void> {
  for (const { studyInstanceUid: study, studyDate, outcome } of looks) {
    if (isFetched(outcome) && isAllHere(outcome)) {
      yield* forgetLeft(node, study);
      continue;
    }
    if (isFetched(outcome) && !outcome.isWanted) {
      yield* statement('DELETE FROM left_behind WHERE node = ? AND study_instance_uid = ? AND schedule = ?', [
        node,
        study,
        schedule,
      ]);
      continue;
    }
    const { images, series, reason } = seen(node, outcome);
    const changed = [
      ...['study_date', 'seen_on'],
      ...(outcome === undefined ? [] : ['reason']),
      ...(isFetched(outcome) ? ['were_here'] : []),
      // Of a study of which a node names nothing, what was missing stays known.
      ...(images === null || images === 0 ? [] : ['images', 'series']),
    ];
    yield* statement(
      `INSERT INTO left_behind (${columns.join(', ')}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ${HERE})
        ON CONFLICT (node, study_instance_uid) DO UPDATE
        SET ${changed.map((column) => `${column} = excluded.${column}`).join(', ')}`,
      [node, study, schedule, studyDate, today, today, images, series, reason, study],
    );
  }
}

/** The same of one that is known, whoever looked; of others nothing is kept. */
export function* noteLook(
  { node, today }: { readonly node: string; readonly today: string },
  study: string,
  outcome: Outcome,
): Work<void> {
  const place = [node, study];
  const { images, series, reason } = seen(node, outcome);
  if (!isFetched(outcome))
    yield* statement('UPDATE left_behind SET reason = ? WHERE node = ? AND study_instance_uid = ?', [
      reason,
      ...place,
    ]);
  else if (isAllHere(outcome)) yield* forgetLeft(node, study);
  else if (images === 0)
    // It may be gone: what was missing stays known.
    yield* statement(
      `UPDATE left_behind SET reason = ?, were_here = ${HERE} WHERE node = ? AND study_instance_uid = ?`,
      [reason, study, ...place],
    );
  else
    yield* statement(
      `UPDATE left_behind SET images = ?, series = ?, reason = ?, seen_on = ?, were_here = ${HERE}
        WHERE node = ? AND study_instance_uid = ?`,
      [images, series, reason, today, study, ...place],
    );
}

const SELECT = `SELECT ${[...columns, 'silenced'].map((column) => `left_behind.${column} AS ${column}`).join(', ')},
    COALESCE(study.instance_count, 0) AS here
  FROM left_behind LEFT JOIN study ON study.study_instance_uid = left_behind.study_instance_uid`;

/** The day that the deletion day is counted from. */
const FROM = `CASE WHEN left_behind.study_date <= left_behind.first_seen_on THEN left_behind.study_date
  ELSE left_behind.first_seen_on END`;

/** Those of a node of which something is told; when there are too many, those that go first. */
export function* listLeft(node: string, { counted, seen }: ToldSince): Work<LeftRow[]> {
  const where = `WHERE left_behind.node = ? AND (${FROM} >= ? OR left_behind.seen_on >= ?)`;
  const order = `ORDER BY ${FROM}, left_behind.study_instance_uid LIMIT ?`;
  return fromRows(yield* statement(`${SELECT} ${where} ${order}`, [node, counted, seen, MAXIMUM_ROWS]));
}

export function* findLeft(node: string, study: string): Work<LeftRow | undefined> {
  const where = 'WHERE node = ? AND left_behind.study_instance_uid = ?';
  return fromRows(yield* statement(`${SELECT} ${where}`, [node, study]))[0];
}

function fromRows(rows: readonly unknown[]): LeftRow[] {
  return (rows as readonly Readonly<Record<string, string>>[]).map((row) => {
    const images = row.images === null ? null : Number(row.images);
    const series = JSON.parse(row.series!) as LeftSeries[];
    return {
      node: row.node!,
      studyInstanceUid: row.study_instance_uid!,
      schedule: row.schedule!,
      studyDate: row.study_date ?? null,
      firstSeenOn: row.first_seen_on!,
      seenOn: row.seen_on!,
      images,
      wereHere: Number(row.were_here),
      here: Number(row.here),
      series,
      reason: problemKept(row.reason!),
      isSilenced: row.silenced === inShort({ images, series }),
    };
  });
}

/** How much is missing of a study; null when it could not be asked. */
export const missingOf = ({ images, series }: Pick<LeftRow, 'images' | 'series'>): number | null =>
  images === null ? null : series.reduce((sum, { missing }) => sum + missing, 0);

/** As the column `silenced` has it: as soon as something else is known of a study, it is told again. */
const inShort = (row: Pick<LeftRow, 'images' | 'series'>): string => `${missingOf(row)}/${row.images}`;

/** It is told no more of what is missing of them. Answers how many were known. */
export function* silenceLeft(node: string, studies: readonly string[]): Work<number> {
  let silenced = 0;
  for (const study of studies) {
    const row = yield* findLeft(node, study);
    if (!row) continue;
    const place = [node, study];
    yield* statement('UPDATE left_behind SET silenced = ? WHERE node = ? AND study_instance_uid = ?', [
      inShort(row),
      ...place,
    ]);
    silenced++;
  }
  return silenced;
}

function* forgetLeft(node: string, study: string): Work<void> {
  yield* statement('DELETE FROM left_behind WHERE node = ? AND study_instance_uid = ?', [node, study]);
}

export function* forgetNode(node: string): Work<void> {
  yield* statement('DELETE FROM left_behind WHERE node = ?', [node]);
}

export function* forgetSeenBefore(day: string): Work<void> {
  yield* statement('DELETE FROM left_behind WHERE seen_on < ?', [day]);
}

type Fetched = Exclude<Outcome, IsocenterError>;

const isFetched = (outcome: Outcome | undefined): outcome is Fetched =>
  outcome !== undefined && !(outcome instanceof IsocenterError);

const imagesOf = ({ series }: Fetched): number => series.reduce((sum, { images }) => sum + images, 0);

/** A node that names nothing of a study that it was found to have cannot tell us about it. */
const isAllHere = (fetched: Fetched): boolean =>
  imagesOf(fetched) > 0 && fetched.missing.length === 0 && fetched.reason === undefined;

/** As the columns have it. */
function seen(
  node: string,
  outcome: Outcome | undefined,
): { images: number | null; series: string; reason: string } {
  const kept = (reason: IsocenterError): string => JSON.stringify(problemOf(reason));
  const nothing = { images: null, series: '[]' };
  if (outcome === undefined) return { ...nothing, reason: kept(new IsocenterError('schedule/not-looked')) };
  if (!isFetched(outcome)) return { ...nothing, reason: kept(outcome) };
  const { series, reason } = outcome;
  const images = imagesOf(outcome);
  const short = series
    .map(
      ({ seriesInstanceUid, modality, number, description, sopInstanceUids, ...one }): LeftSeries => ({
        ...{ seriesInstanceUid, modality, number, description, there: one.images },
        missing: one.missing.length + one.images - sopInstanceUids.size,
      }),
    )
    .filter(({ missing }) => missing > 0);
  const none =
    images === 0 ? new IsocenterError('node/nothing', { name: node }) : new IsocenterError('node/not-sent');
  return {
    images,
    series: JSON.stringify(short),
    reason: kept(reason ?? none),
  };
}
