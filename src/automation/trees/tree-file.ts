import { insertRows, type Row, statement, type Work } from '../../catalog/index.ts';
import { sameNameKey } from '../../naming/index.ts';

/** A file that a tree made, and of what: the table `tree_file`. */
export interface TreeFile {
  /** Below the folder of the tree, `/` between its parts. */
  readonly path: string;
  /** What the template gave; `path` may have a number, because somebody else had the name. */
  readonly wanted: string;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  readonly sha256: string;
  /** Of the stored file, bytes. */
  readonly size: number;
  /** How the file looked when it was made; see file-mark.ts. One that looks otherwise is not ours any more. */
  readonly mark: string;
  /** Since when it has nothing to be there for; null while it has. */
  readonly goneAt: string | null;
}

/** It goes at the next look: another file has taken its place. */
export const AT_ONCE = '';

const columns = [
  ...['tree', 'path_key', 'path', 'wanted', 'study_instance_uid', 'series_instance_uid'],
  ...['sop_instance_uid', 'sha256', 'size', 'mark', 'gone_at'],
];
const SELECT = `SELECT ${columns.join(', ')} FROM tree_file`;

interface FileRow {
  readonly path: string;
  readonly wanted: string;
  readonly study_instance_uid: string;
  readonly series_instance_uid: string;
  readonly sop_instance_uid: string;
  readonly sha256: string;
  readonly size: number | string;
  readonly mark: string;
  readonly gone_at: string | null;
}

export const keyOfPath = (path: string): string => sameNameKey(path);

export function* filesOfStudy(tree: string, studyInstanceUid: string): Work<TreeFile[]> {
  return fromRows(
    yield* statement(`${SELECT} WHERE tree = ? AND study_instance_uid = ?`, [tree, studyInstanceUid]),
  );
}

export function* fileAt(tree: string, path: string): Work<TreeFile | undefined> {
  return fromRows(yield* statement(`${SELECT} WHERE tree = ? AND path_key = ?`, [tree, keyOfPath(path)]))[0];
}

/** In the order of their keys, behind a path; '' begins. */
export function* filesAfter(tree: string, path: string, limit: number): Work<TreeFile[]> {
  return fromRows(
    yield* statement(`${SELECT} WHERE tree = ? AND path_key > ? ORDER BY path_key LIMIT ?`, [
      ...[tree, keyOfPath(path), limit],
    ]),
  );
}

/** Those that went before a time. */
export function* filesGoneBefore(tree: string, time: string, limit: number): Work<TreeFile[]> {
  return fromRows(
    yield* statement(`${SELECT} WHERE tree = ? AND gone_at IS NOT NULL AND gone_at <= ? LIMIT ?`, [
      ...[tree, time, limit],
    ]),
  );
}

export function* studiesOfTree(tree: string): Work<string[]> {
  const rows = yield* statement('SELECT DISTINCT study_instance_uid AS uid FROM tree_file WHERE tree = ?', [
    tree,
  ]);
  return rows.map((row) => (row as { uid: string }).uid);
}

export function* countFiles(tree: string): Work<{ files: number; gone: number }> {
  const [row] = yield* statement(
    'SELECT count(*) AS files, count(gone_at) AS gone FROM tree_file WHERE tree = ?',
    [tree],
  );
  const { files, gone } = row as { files: number | string; gone: number | string };
  return { files: Number(files), gone: Number(gone) };
}

export function* addFiles(tree: string, files: readonly TreeFile[]): Work<void> {
  const rows = files.map(
    (file): Row => [
      ...[tree, keyOfPath(file.path), file.path, file.wanted],
      ...[file.studyInstanceUid, file.seriesInstanceUid, file.sopInstanceUid],
      ...[file.sha256, file.size, file.mark, file.goneAt],
    ],
  );
  yield* insertRows('tree_file', columns, rows);
}

export function* setGone(tree: string, paths: readonly string[], goneAt: string | null): Work<void> {
  for (const path of paths)
    yield* statement('UPDATE tree_file SET gone_at = ? WHERE tree = ? AND path_key = ?', [
      ...[goneAt, tree, keyOfPath(path)],
    ]);
}

export function* setMark(tree: string, path: string, mark: string): Work<void> {
  yield* statement('UPDATE tree_file SET mark = ? WHERE tree = ? AND path_key = ?', [
    mark,
    tree,
    keyOfPath(path),
  ]);
}

export function* forgetFiles(tree: string, paths: readonly string[]): Work<void> {
  for (const path of paths)
    yield* statement('DELETE FROM tree_file WHERE tree = ? AND path_key = ?', [tree, keyOfPath(path)]);
}

export function* allGone(tree: string): Work<void> {
  yield* statement('UPDATE tree_file SET gone_at = ? WHERE tree = ?', [AT_ONCE, tree]);
}

function fromRows(rows: readonly unknown[]): TreeFile[] {
  return (rows as readonly FileRow[]).map((row) => ({
    path: row.path,
    wanted: row.wanted,
    studyInstanceUid: row.study_instance_uid,
    seriesInstanceUid: row.series_instance_uid,
    sopInstanceUid: row.sop_instance_uid,
    sha256: row.sha256,
    size: Number(row.size),
    mark: row.mark,
    goneAt: row.gone_at,
  }));
}
