/** What we owe peers that asked for storage commitment: the report, however often they or we are away. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Archive, CommitmentItem, CommitmentResult } from '../archive/index.ts';
import type { Logger } from '../base/index.ts';
import type { Actor } from '../contract/index.ts';
import { Dataset } from '../dicom/index.ts';
import type { JobContext, JobKind, Jobs } from '../jobs/index.ts';
import { STORAGE_COMMITMENT_PUSH_MODEL, STORAGE_COMMITMENT_PUSH_MODEL_INSTANCE } from './commitment.ts';
import type { Nodes, ReportTo } from './nodes.ts';

/** PS3.4 J.3.3: Event Types 1 and 2 tell of success and of failures. */
const COMMITTED = 1;
const FAILURES_EXIST = 2;
/** With pauses of up to an hour: most of a day. */
const ATTEMPTS = 24;
const CONCURRENCY = 2;
/** Associations that wait for their report; for older ones it goes on an association of its own. */
const MAXIMUM_OPEN = 256;

const owed = z.object({
  /** The title that asked. */
  aeTitle: z.string(),
  transactionUid: z.string(),
  /** SOP Instance UIDs by SOP Class UID: as many as may be asked for fit into a job. */
  instances: z.record(z.string(), z.array(z.string())),
});
type Owed = z.output<typeof owed>;

export interface CommitmentReportsParts {
  readonly archive: Archive;
  readonly nodes: Nodes;
  readonly jobs: Jobs;
  readonly logger: Logger;
}

export class CommitmentReports {
  readonly #parts: CommitmentReportsParts;
  /** By job: the association that the request came on, for as long as nobody knows that it is gone. */
  readonly #open = new Map<string, ReportTo>();

  constructor(parts: CommitmentReportsParts) {
    this.#parts = parts;
    parts.jobs.register(this.#kind());
  }

  /** Durable when it resolves: the report will be made, on this association or on one to the node of that title. */
  async owe(
    subject: Actor,
    request: ReportTo,
    transactionUid: string,
    items: readonly CommitmentItem[],
  ): Promise<void> {
    const { jobs } = this.#parts;
    const aeTitle = request.association.callingAeTitle;
    const input: Owed = { aeTitle, transactionUid, instances: byClass(items) };
    const id = randomUUID();
    if (this.#open.size >= MAXIMUM_OPEN) this.#open.delete(this.#open.keys().next().value!);
    this.#open.set(id, request);
    try {
      await jobs.submit({ id, kind: this.#kind().name, input, subject });
    } catch (error) {
      this.#open.delete(id);
      throw error;
    }
  }

  #kind(): JobKind<Owed> {
    return {
      name: 'commitmentReport',
      right: 'find',
      concurrency: CONCURRENCY,
      // A second report of one transaction says the same as the first.
      repeatable: true,
      maximumAttempts: ATTEMPTS,
      parse: (input) => owed.parse(input),
      run: (input, context) => this.#report(input, context),
    };
  }

  async #report({ aeTitle, transactionUid, instances }: Owed, { id, caller }: JobContext): Promise<object> {
    const { archive, nodes, logger } = this.#parts;
    const request = this.#open.get(id);
    this.#open.delete(id);
    const result = await archive.confirmCommitment(caller.actor, caller.scope, itemsOf(instances));
    const call = {
      sopClassUid: STORAGE_COMMITMENT_PUSH_MODEL,
      sopInstanceUid: STORAGE_COMMITMENT_PUSH_MODEL_INSTANCE,
      eventTypeId: result.failed.length === 0 ? COMMITTED : FAILURES_EXIST,
      information: eventInformation(transactionUid, result),
    };
    await nodes.report(aeTitle, call, request);
    const counts = { committed: result.committed.length, failed: result.failed.length };
    logger.info({ actor: caller.actor.name, ...counts }, 'storage commitment reported');
    return counts;
  }
}

function byClass(items: readonly CommitmentItem[]): Owed['instances'] {
  const grouped = Map.groupBy(items, ({ sopClassUid }) => sopClassUid);
  return Object.fromEntries(
    [...grouped].map(([sopClassUid, of]) => [sopClassUid, of.map(({ sopInstanceUid }) => sopInstanceUid)]),
  );
}

const itemsOf = (instances: Owed['instances']): CommitmentItem[] =>
  Object.entries(instances).flatMap(([sopClassUid, uids]) =>
    uids.map((sopInstanceUid) => ({ sopClassUid, sopInstanceUid })),
  );

/** PS3.4 Table J.3-2 and J.3-3. */
function eventInformation(transactionUid: string, { committed, failed }: CommitmentResult): Dataset {
  const reference = ({ sopClassUid, sopInstanceUid }: CommitmentItem) => ({
    ReferencedSOPClassUID: sopClassUid,
    ReferencedSOPInstanceUID: sopInstanceUid,
  });
  const failures = failed.map((item) => ({ ...reference(item), FailureReason: item.reason }));
  return Dataset.of({
    TransactionUID: transactionUid,
    ...(committed.length > 0 ? { ReferencedSOPSequence: committed.map(reference) } : {}),
    ...(failures.length > 0 ? { FailedSOPSequence: failures } : {}),
  });
}
