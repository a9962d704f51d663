import type { Archive, CommitmentItem, CommitmentResult } from '../archive/index.ts';
import { IsocenterError, type Logger } from '../base/index.ts';
import { Dataset, parseDataset, tags } from '../dicom/index.ts';
import { type ActionRequest, type NormalizedAnswer, statuses } from '../dimse/index.ts';
import {
  type Nodes,
  STORAGE_COMMITMENT_PUSH_MODEL,
  STORAGE_COMMITMENT_PUSH_MODEL_INSTANCE,
} from '../nodes/index.ts';
import { requireRight, type Session } from './session.ts';

/** PS3.4 J.3.2: Action Type 1 requests commitment; Event Types 1 and 2 tell of success and of failures. */
const REQUEST_COMMITMENT = 1;
const COMMITTED = 1;
const FAILURES_EXIST = 2;
const ITEM_LIMIT = 100_000;

/**
 * N-ACTION of the Storage Commitment push model. Answers at once that the request is taken; the result follows as an
 * N-EVENT-REPORT when every instance was read again and its hash compared.
 */
export function answerCommitment(
  archive: Archive,
  nodes: Nodes,
  logger: Logger,
  request: ActionRequest<Session>,
  information: Uint8Array | undefined,
): NormalizedAnswer {
  const { association, transferSyntaxUid } = request;
  const { actor, scope } = requireRight(association, 'commit');
  checkTarget(request);
  const asked = parseDataset(information ?? new Uint8Array(0), transferSyntaxUid);
  const transactionUid = asked.string(tags.TransactionUID);
  if (!transactionUid) throw new IsocenterError('ingest/missing-uid', { keyword: 'TransactionUID' });
  const items = referencedItems(asked);
  const report = async () => {
    const result = await archive.confirmCommitment(actor, scope, items);
    await nodes.report(request, {
      sopClassUid: STORAGE_COMMITMENT_PUSH_MODEL,
      sopInstanceUid: STORAGE_COMMITMENT_PUSH_MODEL_INSTANCE,
      eventTypeId: result.failed.length === 0 ? COMMITTED : FAILURES_EXIST,
      information: eventInformation(transactionUid, result),
    });
    logger.info(
      { actor: actor.name, committed: result.committed.length, failed: result.failed.length },
      'storage commitment reported',
    );
  };
  // After the answer is on its way: PS3.4 J.3.2.1.3 lets the report come at any later time.
  setImmediate(() =>
    report().catch((error) =>
      logger.warn({ actor: actor.name, reason: error.message }, 'storage commitment not reported'),
    ),
  );
  return { status: statuses.success };
}

function checkTarget({ sopInstanceUid, actionTypeId }: ActionRequest<Session>): void {
  if (sopInstanceUid !== STORAGE_COMMITMENT_PUSH_MODEL_INSTANCE) {
    throw new IsocenterError('archive/not-found', { what: 'SOP instance' });
  }
  if (actionTypeId !== REQUEST_COMMITMENT)
    throw new IsocenterError('query/bad', { reason: 'unknown action type' });
}

function referencedItems(asked: Dataset): CommitmentItem[] {
  const items = asked.items(tags.ReferencedSOPSequence);
  if (items.length > ITEM_LIMIT) {
    throw new IsocenterError('dimse/limit', {
      what: 'Referenced instances',
      value: items.length,
      limit: ITEM_LIMIT,
    });
  }
  return items.map((item) => ({
    sopClassUid: item.string(tags.ReferencedSOPClassUID) ?? '',
    sopInstanceUid: item.string(tags.ReferencedSOPInstanceUID) ?? '',
  }));
}

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
