import { insertRows, type Row, statement, type Work } from '../../../catalog/index.ts';
import { type Problem, problemKept } from '../../../contract/index.ts';

/** What became of a series in a tree of volumes: the table `tree_volume`. Its files are in `tree_file`. */
export interface TreeVolume {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  /** Changes with its images, with how it is called and how it is converted. */
  readonly source: string;
  /** Which dcm2niix, and its version; '' where none came to it. */
  readonly engine: string;
  /** How many it became. */
  readonly files: number;
  /** Why it is none. */
  readonly failure: Problem | null;
}

const columns = [
  ...['tree', 'series_instance_uid', 'study_instance_uid'],
  ...['source', 'engine', 'files', 'failure'],
];
const SELECT = `SELECT ${columns.join(', ')} FROM tree_volume`;

interface VolumeRow {
  readonly series_instance_uid: string;
  readonly study_instance_uid: string;
  readonly source: string;
  readonly engine: string;
  readonly files: number | string;
  readonly failure: string | null;
}

export function* volumesOfStudy(tree: string, studyInstanceUid: string): Work<TreeVolume[]> {
  return fromRows(
    yield* statement(`${SELECT} WHERE tree = ? AND study_instance_uid = ?`, [tree, studyInstanceUid]),
  );
}

export function* volumeOf(tree: string, seriesInstanceUid: string): Work<TreeVolume | undefined> {
  return fromRows(
    yield* statement(`${SELECT} WHERE tree = ? AND series_instance_uid = ?`, [tree, seriesInstanceUid]),
  )[0];
}

export function* unconvertedOf(tree: string, limit: number): Work<{ count: number; first: TreeVolume[] }> {
  const [row] = yield* statement('SELECT count(failure) AS count FROM tree_volume WHERE tree = ?', [tree]);
  const first = yield* statement(
    `${SELECT} WHERE tree = ? AND failure IS NOT NULL ORDER BY series_instance_uid LIMIT ?`,
    [tree, limit],
  );
  return { count: Number((row as { count: number | string }).count), first: fromRows(first) };
}

/** In place of what was known of the series. */
export function* writeVolume(tree: string, volume: TreeVolume): Work<void> {
  yield* forgetVolume(tree, volume.seriesInstanceUid);
  const { seriesInstanceUid, studyInstanceUid, source, engine, files, failure } = volume;
  const row: Row = [
    tree,
    seriesInstanceUid,
    studyInstanceUid,
    source,
    engine,
    files,
    failure && JSON.stringify(failure),
  ];
  yield* insertRows('tree_volume', columns, [row]);
}

export function* forgetVolume(tree: string, seriesInstanceUid: string): Work<void> {
  yield* statement('DELETE FROM tree_volume WHERE tree = ? AND series_instance_uid = ?', [
    tree,
    seriesInstanceUid,
  ]);
}

/** Those whose files all went. */
export function* forgetEmptyVolumes(tree: string): Work<void> {
  yield* statement(
    `DELETE FROM tree_volume WHERE tree = ? AND failure IS NULL AND NOT EXISTS (
      SELECT 1 FROM tree_file WHERE tree_file.tree = tree_volume.tree AND tree_file.sop_instance_uid = ''
        AND tree_file.study_instance_uid = tree_volume.study_instance_uid
        AND tree_file.series_instance_uid = tree_volume.series_instance_uid)`,
    [tree],
  );
}

export function* forgetVolumes(tree: string): Work<void> {
  yield* statement('DELETE FROM tree_volume WHERE tree = ?', [tree]);
}

const fromRows = (rows: readonly unknown[]): TreeVolume[] =>
  (rows as readonly VolumeRow[]).map((row) => ({
    studyInstanceUid: row.study_instance_uid,
    seriesInstanceUid: row.series_instance_uid,
    source: row.source,
    engine: row.engine,
    files: Number(row.files),
    failure: problemKept(row.failure),
  }));
