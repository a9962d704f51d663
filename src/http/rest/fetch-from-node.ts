import { TransferReport } from '../../archive/index.ts';
import { asIsocenterError, type Clock, IsocenterError } from '../../base/index.ts';
import {
  type CallContext,
  type FetchSummary,
  problemOf,
  type RequestFor,
  saidProblem,
  type TransferItem,
} from '../../contract/index.ts';
import { type FetchedStudy, type Nodes, StudiesInARow } from '../../nodes/index.ts';
import { ProgressChannel } from './progress-channel.ts';

export interface FetchParts {
  readonly nodes: Nodes;
  readonly clock: Clock;
  /** Called with what became of each study. */
  readonly note: (name: string, study: string, outcome: FetchedStudy | IsocenterError) => Promise<void>;
}

/** Of each study what is not here. What cannot be had of one is told, and the others are fetched. */
export async function* fetchFromNode(
  { nodes, clock, note }: FetchParts,
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
    let outcome: FetchedStudy | IsocenterError;
    try {
      outcome = yield* channel.during(nodes.fetchMissing(actor, scope, name, study, { signal, onCame }));
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
      counts.failed += missing.length || (reason === undefined ? 0 : 1);
      if (reason !== undefined) yield report.trouble(study, saidProblem(reason));
      else if (there === 0)
        yield report.trouble(study, problemOf(new IsocenterError('node/nothing', { name })));
    }
    await note(name, study, outcome);
    inARow.note(outcome);
  }
  return { ...report.summary(), ...counts };
}
