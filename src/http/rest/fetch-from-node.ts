import { TransferReport } from '../../archive/index.ts';
import { asIsocenterError, type Clock, IsocenterError } from '../../base/index.ts';
import {
  type CallContext,
  type FetchSummary,
  problemOf,
  type RequestFor,
  type TransferItem,
} from '../../contract/index.ts';
import { type FetchedStudy, type FetchRequests, type Nodes, StudiesInARow } from '../../nodes/index.ts';
import { ProgressChannel } from './progress-channel.ts';

export interface FetchParts {
  readonly nodes: Nodes;
  readonly requests: FetchRequests;
  readonly clock: Clock;
  /** Called with what became of each study. */
  readonly note: (name: string, study: string, outcome: FetchedStudy | IsocenterError) => Promise<void>;
}

/** Of each study what is not here. What cannot be had of one is told, and the others are fetched. Throws `node/needs-approval`. */
export async function* fetchFromNode(
  { nodes, requests, clock, note }: FetchParts,
  { name, studies, request }: RequestFor<'nodeFetch'>,
  context: CallContext,
): AsyncGenerator<TransferItem, FetchSummary, void> {
  const { signal } = context;
  const isApproved = request !== undefined;
  const report = new TransferReport(clock);
  const counts = { studies: 0, images: 0, wereHere: 0, came: 0, failed: 0 };
  if (!isApproved) nodes.requireNoApproval(context, name);
  else if (!(await requests.requireApproved(context.actor, request, { name, studies })))
    return { ...report.summary(), ...counts };
  const inARow = new StudiesInARow();
  for (const study of studies) {
    const channel = new ProgressChannel();
    const onCame = (came: number, total: number): void =>
      channel.tell({ remaining: total - came, completed: counts.came + came, failed: 0, warning: 0 });
    let outcome: FetchedStudy | IsocenterError;
    try {
      outcome = yield* channel.during(
        nodes.fetchMissing(context, name, study, { signal, onCame, isApproved }),
      );
    } catch (error) {
      signal.throwIfAborted();
      outcome = asIsocenterError(error);
    }
    if (outcome instanceof IsocenterError) {
      counts.failed++;
      yield report.trouble(study, problemOf(outcome));
    } else {
      const { there, wereHere, came, missing, reason } = outcome;
      counts.studies++;
      counts.images += there;
      counts.wereHere += wereHere;
      counts.came += came;
      // A node that names nothing of a study has brought nothing: it may have deleted it since somebody asked.
      const trouble = reason ?? (there === 0 ? new IsocenterError('node/nothing', { name }) : undefined);
      counts.failed += missing.length || (trouble === undefined ? 0 : 1);
      if (trouble !== undefined) yield report.trouble(study, problemOf(trouble));
    }
    await note(name, study, outcome);
    inARow.note(outcome);
  }
  if (isApproved && counts.failed === 0) await requests.end(request);
  return { ...report.summary(), ...counts };
}
