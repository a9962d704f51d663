import type { Archive } from '../../archive/index.ts';
import { IsocenterError } from '../../base/index.ts';
import {
  type CallContext,
  maxTroublesInSummary,
  problemOf,
  type RequestFor,
  type SendSummary,
  type TransferItem,
  type Trouble,
} from '../../contract/index.ts';
import type { Nodes, SentInstance } from '../../nodes/index.ts';
import { selectorsOf } from './selection.ts';

/** Sends a selection to a node, with progress. */
export async function* sendSelection(
  archive: Archive,
  nodes: Nodes,
  { selection, node: name }: RequestFor<'send'>,
  { actor, scope, signal }: CallContext,
): AsyncGenerator<TransferItem, SendSummary, void> {
  const node = nodes.registry.get(name);
  const selectors = selectorsOf(archive, selection);
  const total = await archive.count(actor, scope, selectors);
  const results = nodes.send(actor, scope, node, archive.select(actor, scope, selectors), { signal });
  const summary = yield* tally(results, total);
  // It ends early then, and a summary of that would read as one of all.
  if (signal.aborted) throw new IsocenterError('cancelled');
  return summary;
}

/** How often progress is told, milliseconds. */
const PROGRESS_MS = 200;

/** Counts results as they come: progress now and then, every failure at once, a summary at the end. */
export async function* tally(
  results: AsyncIterable<SentInstance>,
  total: number | undefined,
): AsyncGenerator<TransferItem, SendSummary, void> {
  const started = performance.now();
  const counts = { sent: 0, warnings: 0, failed: 0 };
  const troubles: Trouble[] = [];
  let told = Number.NEGATIVE_INFINITY;
  for await (const { outcome, sopInstanceUid, reason, isFinal } of results) {
    counts[outcome === 'completed' ? 'sent' : outcome === 'warning' ? 'warnings' : 'failed']++;
    if (reason) {
      const trouble = { what: sopInstanceUid, reason: problemOf(reason), ...(isFinal && { isFinal }) };
      if (troubles.length < maxTroublesInSummary) troubles.push(trouble);
      yield { kind: 'trouble', ...trouble };
    }
    if (performance.now() - told < PROGRESS_MS) continue;
    told = performance.now();
    yield {
      kind: 'progress',
      done: counts.sent + counts.warnings + counts.failed,
      ...(total === undefined ? {} : { total }),
    };
  }
  const seconds = (performance.now() - started) / 1000;
  return { ...counts, bytes: 0, seconds, troubles, troublesLeftOut: counts.failed - troubles.length };
}
