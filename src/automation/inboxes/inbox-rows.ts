import { insertRows, statement, type Work } from '../../catalog/index.ts';
import { type InboxFile, type InboxFileState, type Problem, problemKept } from '../../contract/index.ts';

/** What is known of a file that lies in an inbox: the table `inbox_file`. */
export interface KnownFile {
  /** See file-look.ts. What looks otherwise is another file. */
  readonly mark: string;
  readonly state: InboxFileState;
  readonly reason: Problem | null;
}

interface Row {
  readonly path: string;
  readonly mark: string;
  readonly state: string;
  readonly reason: string | null;
}

export function* readKnownFiles(inbox: string): Work<Map<string, KnownFile>> {
  const rows = (yield* statement('SELECT path, mark, state, reason FROM inbox_file WHERE inbox = ?', [
    inbox,
  ])) as readonly unknown[] as readonly Row[];
  return new Map(
    rows.map(({ path, mark, state, reason }) => [
      path,
      { mark, state: state as InboxFileState, reason: problemKept(reason) },
    ]),
  );
}

/** Of each path what is known now; undefined: nothing any more. */
export function* writeKnownFiles(
  inbox: string,
  files: ReadonlyMap<string, KnownFile | undefined>,
  at: string,
): Work<void> {
  for (const path of files.keys())
    yield* statement('DELETE FROM inbox_file WHERE inbox = ? AND path = ?', [inbox, path]);
  const rows = [...files].flatMap(([path, known]) =>
    known ? [[inbox, path, known.mark, known.state, known.reason && JSON.stringify(known.reason), at]] : [],
  );
  if (rows.length > 0)
    yield* insertRows('inbox_file', ['inbox', 'path', 'mark', 'state', 'reason', 'noted_at'], rows);
}

/** Those that were not taken in, or stay although they shall go, the newest first. */
export function* listToldFiles(inbox: string, limit: number): Work<InboxFile[]> {
  const rows = yield* statement(
    `SELECT path, state, reason, noted_at FROM inbox_file
      WHERE inbox = ? AND reason IS NOT NULL ORDER BY noted_at DESC, path LIMIT ?`,
    [inbox, limit],
  );
  return (rows as readonly unknown[] as readonly (Row & { readonly noted_at: string })[]).map(
    ({ path, state, reason, noted_at }) => ({
      ...{ path, state: state as InboxFileState, at: noted_at },
      reason: problemKept(reason),
    }),
  );
}

export interface InboxTotals {
  readonly total: number;
  readonly lastTakenAt: string | null;
}

/** The table `inbox_state`. */
export function* readTotals(inbox: string): Work<InboxTotals> {
  const [row] = (yield* statement('SELECT taken, last_taken_at FROM inbox_state WHERE inbox = ?', [
    inbox,
  ])) as readonly unknown[] as readonly { readonly taken: number | string; readonly last_taken_at: string }[];
  return row ? { total: Number(row.taken), lastTakenAt: row.last_taken_at } : { total: 0, lastTakenAt: null };
}

export function* addTaken(inbox: string, files: number, at: string): Work<void> {
  const { total } = yield* readTotals(inbox);
  yield* statement('DELETE FROM inbox_state WHERE inbox = ?', [inbox]);
  yield* insertRows('inbox_state', ['inbox', 'taken', 'last_taken_at'], [[inbox, total + files, at]]);
}
