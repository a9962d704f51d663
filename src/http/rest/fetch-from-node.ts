import { TransferReport } from '../../archive/index.ts';
import { asIsocenterError, type Clock } from '../../base/index.ts';
import type { CallContext, FetchSummary, RequestFor, TransferItem } from '../../contract/index.ts';
import { isOfNode, type Nodes } from '../../nodes/index.ts';
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
  for (const study of studies) {
    const channel = new ProgressChannel();
    const onCame = (came: number, total: number): void =>
      channel.tell({ remaining: total - came, completed: counts.came + came, failed: 0, warning: 0 });
    try {
      const fetched = yield* channel.during(
        nodes.fetchMissing(actor, scope, name, study, { signal, onCame }),
      );
      const { there, wereHere, came, missing, reason, error } = fetched;
      counts.studies++;
      counts.images += there;
      counts.wereHere += wereHere;
      counts.came += came;
      counts.failed += missing.length;
      if (there === 0) yield report.trouble(study, `${name} names no images of it`);
      if (reason !== undefined) yield report.trouble(study, reason);
      if (error && missing.length > 0 && isOfNode(error.code)) throw error;
    } catch (error) {
      signal.throwIfAborted();
      const { code, message } = asIsocenterError(error);
      if (isOfNode(code)) throw error;
      counts.failed++;
      yield report.trouble(study, message);
    }
  }
  return { ...report.summary(), ...counts };
}
