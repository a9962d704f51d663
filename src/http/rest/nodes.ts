import { IsocenterError } from '../../base/index.ts';
import {
  type CallContext,
  type FindResult,
  problemOf,
  type RequestFor,
  type ResultFor,
  type SendSummary,
  type TransferItem,
} from '../../contract/index.ts';
import type { Nodes, RetrieveResult } from '../../nodes/index.ts';
import { describedElements, identifierOf, rowOf } from './find.ts';
import { ProgressChannel } from './progress-channel.ts';

/** What a node has that fits; rows as `find` gives them. */
export async function findOnNode(
  nodes: Nodes,
  { name, level, match, include, limit }: RequestFor<'nodeFind'>,
  { signal }: CallContext,
): Promise<FindResult> {
  const wanted = [...describedElements(level), ...include];
  const empty = Object.fromEntries(wanted.map((element) => [element, '']));
  const rows: FindResult['rows'] = [];
  for await (const answer of nodes.find(name, level, identifierOf({ ...empty, ...match }), signal)) {
    if (rows.length === limit) return { rows, more: true };
    rows.push(rowOf(answer));
    signal.throwIfAborted();
  }
  return { rows, more: false };
}

/** From a node into the archive. */
export async function* getFromNode(
  nodes: Nodes,
  { name, target }: RequestFor<'nodeGet'>,
  context: CallContext,
): AsyncGenerator<TransferItem, SendSummary, void> {
  const { signal } = context;
  const started = performance.now();
  const channel = new ProgressChannel();
  const result = yield* channel.during(
    nodes.get(context, name, target, { signal, onProgress: (progress) => channel.tell(progress) }),
  );
  requireAny(name, result, signal);
  const notSent = problemOf(new IsocenterError('node/not-sent'));
  const troubles = result.failedSopInstanceUids.map((what) => ({ what, reason: notSent }));
  return {
    sent: result.completed,
    warnings: result.warning,
    failed: result.failed,
    bytes: 0,
    seconds: (performance.now() - started) / 1000,
    troubles,
    troublesLeftOut: Math.max(0, result.failed - troubles.length),
  };
}

/** C-MOVE on a node. */
export async function* moveFromNode(
  nodes: Nodes,
  { name, target, destination }: RequestFor<'nodeMove'>,
  context: CallContext,
): AsyncGenerator<TransferItem, ResultFor<'nodeMove'>, void> {
  const { signal } = context;
  const channel = new ProgressChannel();
  const result = yield* channel.during(
    nodes.move(context, name, target, destination, {
      signal,
      onProgress: (progress) => channel.tell(progress),
    }),
  );
  requireAny(name, result, signal);
  return { completed: result.completed, warnings: result.warning, failed: result.failed };
}

/** A node that has nothing of what it was asked for says Success as well. */
function requireAny(
  node: string,
  { isCounted, completed, warning, failed }: RetrieveResult,
  signal: AbortSignal,
): void {
  if (!signal.aborted && isCounted && completed + warning + failed === 0)
    throw new IsocenterError('archive/not-found', { what: `instance of this selection on ${node}` });
}
