/** The table `fetch_request`, as units of work. */
import { statement, type Work } from '../../catalog/index.ts';
import type {
  Actor,
  FetchRequest,
  FetchRequestFilter,
  FetchRequestState,
  RequestedStudy,
} from '../../contract/index.ts';

interface RequestRow {
  readonly id: string;
  readonly node: string;
  readonly studies: string;
  readonly subject: string;
  readonly asked_at: string;
  readonly reason: string;
  readonly state: FetchRequestState;
  readonly decided_by: string | null;
  readonly decided_at: string | null;
  readonly answer: string;
}

/** Who asks, as one word. */
export const askerOf = ({ kind, name }: Actor): string => `${kind}:${name}`;

/** @param content digest of the UIDs of its studies. */
export function* insertRequest(request: FetchRequest, content: string): Work<void> {
  const { id, node, studies, askedBy, askedAt, reason, state } = request;
  yield* statement(
    `INSERT INTO fetch_request (id, node, studies, content, asker, subject, asked_at, reason, state, answer, has_job)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', 0)`,
    [
      ...[id, node, JSON.stringify(studies), content, askerOf(askedBy), JSON.stringify(askedBy)],
      ...[askedAt, reason, state],
    ],
  );
}

export function* findRequest(id: string): Work<FetchRequest | undefined> {
  const [row] = yield* statement('SELECT * FROM fetch_request WHERE id = ?', [id]);
  return row === undefined ? undefined : requestFrom(row as RequestRow);
}

/** One that waits, of the same studies. */
export function* findWaiting(asker: string, node: string, content: string): Work<FetchRequest | undefined> {
  const [row] = yield* statement(
    "SELECT * FROM fetch_request WHERE state = 'waiting' AND asker = ? AND node = ? AND content = ?",
    [asker, node, content],
  );
  return row === undefined ? undefined : requestFrom(row as RequestRow);
}

/** Of one who asks, and of all. */
export function* countWaiting(asker: string): Work<{ readonly own: number; readonly all: number }> {
  const [row] = (yield* statement(
    `SELECT count(*) AS everybody, coalesce(sum(CASE WHEN asker = ? THEN 1 ELSE 0 END), 0) AS own
      FROM fetch_request WHERE state = 'waiting'`,
    [asker],
  )) as readonly { readonly everybody: number; readonly own: number }[];
  return { own: Number(row!.own), all: Number(row!.everybody) };
}

export interface RequestFilter {
  /** Everybody's when undefined. */
  readonly asker: string | undefined;
  /** news: who asked has not seen what became of it. */
  readonly state?: FetchRequestFilter | 'news' | undefined;
}

export interface ListedRequests {
  readonly requests: FetchRequest[];
  /** Listed or not. */
  readonly total: number;
}

/** Of those that wait the oldest first; else the one first that was decided, or asked, last. */
export function* listRequests(filter: RequestFilter & { readonly limit: number }): Work<ListedRequests> {
  const { where, values } = whereOf(filter);
  const counted = yield* statement(`SELECT count(*) AS total FROM fetch_request${where}`, values);
  const [{ total }] = counted as readonly [{ readonly total: number }];
  const order = filter.state === 'waiting' ? 'asked_at' : 'coalesce(decided_at, asked_at) DESC';
  const rows = yield* statement(`SELECT * FROM fetch_request${where} ORDER BY ${order}, id LIMIT ?`, [
    ...values,
    filter.limit,
  ]);
  return { requests: (rows as readonly RequestRow[]).map(requestFrom), total: Number(total) };
}

/** Those that are no state. */
const inWords: { readonly [Filter in FetchRequestFilter | 'news']?: string } = {
  decided: "state <> 'waiting'",
  news: 'unseen = 1',
};

function whereOf({ asker, state }: RequestFilter): { readonly where: string; readonly values: string[] } {
  const named = state === undefined ? undefined : inWords[state];
  const conditions = [
    ...(asker === undefined ? [] : ['asker = ?']),
    ...(state === undefined ? [] : [named ?? 'state = ?']),
  ];
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  const values = [asker, named === undefined ? state : undefined].filter((value) => value !== undefined);
  return { where, values };
}

export interface Decision {
  readonly state: Exclude<FetchRequestState, 'waiting' | 'fetched'>;
  readonly decidedBy: Actor;
  readonly decidedAt: string;
  readonly answer: string;
}

/** What may be decided as it stands: an approval may be taken back until everything is here. */
const isOpenFor: Readonly<Record<Decision['state'], string>> = {
  approved: "state = 'waiting'",
  declined: "state IN ('waiting', 'approved')",
  withdrawn: "state = 'waiting'",
};

/** undefined when it is decided already. */
export function* decideRequest(id: string, decision: Decision): Work<FetchRequest | undefined> {
  const { state, decidedBy, decidedAt, answer } = decision;
  const [row] = yield* statement(
    `UPDATE fetch_request SET state = ?, decided_by = ?, decided_at = ?, answer = ?, unseen = ?
      WHERE id = ? AND ${isOpenFor[state]} RETURNING *`,
    // Whoever withdraws knows it.
    [state, JSON.stringify(decidedBy), decidedAt, answer, state === 'withdrawn' ? 0 : 1, id],
  );
  return row === undefined ? undefined : requestFrom(row as RequestRow);
}

/** It waits again. */
export function* undecideRequest(id: string): Work<void> {
  yield* statement(
    `UPDATE fetch_request SET state = 'waiting', decided_by = NULL, decided_at = NULL, answer = '', unseen = 0
      WHERE id = ? AND state = 'approved'`,
    [id],
  );
}

/** Approved ones that nobody fetches yet. */
export function* withoutJob(): Work<FetchRequest[]> {
  const rows = yield* statement("SELECT * FROM fetch_request WHERE state = 'approved' AND has_job = 0", []);
  return (rows as readonly RequestRow[]).map(requestFrom);
}

export function* noteJob(id: string): Work<void> {
  yield* statement('UPDATE fetch_request SET has_job = 1 WHERE id = ?', [id]);
}

export function* endRequest(id: string): Work<void> {
  yield* statement(
    "UPDATE fetch_request SET state = 'fetched', unseen = 1 WHERE id = ? AND state = 'approved'",
    [id],
  );
}

/** Of one who asked. Answers how many they are. */
export function* noteSeen(asker: string, seen: readonly Pick<FetchRequest, 'id' | 'state'>[]): Work<number> {
  let count = 0;
  for (const { id, state } of seen) {
    const rows = yield* statement(
      'UPDATE fetch_request SET unseen = 0 WHERE id = ? AND state = ? AND asker = ? AND unseen = 1 RETURNING id',
      [id, state, asker],
    );
    count += rows.length;
  }
  return count;
}

export function* forgetDecidedBefore(decidedAt: string): Work<void> {
  yield* statement("DELETE FROM fetch_request WHERE state <> 'waiting' AND decided_at < ?", [decidedAt]);
}

export function* forgetRequestsOf(asker: string): Work<void> {
  yield* statement('DELETE FROM fetch_request WHERE asker = ?', [asker]);
}

/** Of one who asks, all but the newest: they may withdraw as many as they like. */
export function* forgetWithdrawn(asker: string, kept: number): Work<void> {
  const of = "asker = ? AND state = 'withdrawn'";
  yield* statement(
    `DELETE FROM fetch_request WHERE ${of} AND id NOT IN
      (SELECT id FROM fetch_request WHERE ${of} ORDER BY decided_at DESC, id LIMIT ?)`,
    [asker, asker, kept],
  );
}

/** Those at a node of which not everything is here. */
export function* forgetOpenAt(node: string): Work<void> {
  yield* statement("DELETE FROM fetch_request WHERE state IN ('waiting', 'approved') AND node = ?", [node]);
}

function requestFrom(row: RequestRow): FetchRequest {
  return {
    id: row.id,
    node: row.node,
    studies: JSON.parse(row.studies) as RequestedStudy[],
    askedBy: JSON.parse(row.subject) as Actor,
    askedAt: row.asked_at,
    reason: row.reason,
    state: row.state,
    decidedBy: row.decided_by === null ? null : (JSON.parse(row.decided_by) as Actor),
    decidedAt: row.decided_at,
    answer: row.answer,
  };
}
