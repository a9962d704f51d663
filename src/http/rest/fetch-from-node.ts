import { TransferReport } from '../../archive/index.ts';
import { asIsocenterError, type Clock } from '../../base/index.ts';
import type { CallContext, FetchSummary, RequestFor, TransferItem } from '../../contract/index.ts';
import { type FetchedStudy, type Nodes, StudiesInARow } from '../../nodes/index.ts';
import { ProgressChannel } from './progress-channel.ts';

/** Of each study what is not here. What cannot be had of one is told, and the others are fetched. */
export async function* fetchFromNode(
  nodes: Nodes,
  clock: Clock,
  { name, studies }: RequestFor<'nodeFetch'>,
  { actor, scope, signal }: CallContext,
): AsyncGenerator<TransferItem, FetchSummary, void> {
  const report = new TransferReport(clock);
  const counts = { studies: 0, images: 0, wereHere: 0, came: 0, failed: 0 };
  const inARow = new StudiesInARow();
  for (const study of studies) {
    const channel = new ProgressChannel();
    const onCame = (came: number, total: number): void =>
      channel.tell({ remaining: total - came, completed: counts.came + came, failed: 0, warning: 0 });
    let fetched: FetchedStudy;
    try {
      fetched = yield* channel.during(nodes.fetchMissing(actor, scope, name, study, { signal, onCame }));
    } catch (error) {
      signal.throwIfAborted();
      const reason = asIsocenterError(error);
      inARow.note(reason, false);
      counts.failed++;
      yield report.trouble(study, reason.message);
      continue;
    }
    const { there, wereHere, came, missing, error } = fetched;
    const reason = fetched.reason ?? (there === 0 ? `${name} names no images of it` : undefined);
    counts.studies++;
    counts.images += there;
    counts.wereHere += wereHere;
    counts.came += came;
    counts.failed += missing.length || (fetched.reason === undefined ? 0 : 1);
    if (reason !== undefined) yield report.trouble(study, reason);
    inARow.note(missing.length > 0 ? error : undefined, true);
  }
  return { ...report.summary(), ...counts };
}
