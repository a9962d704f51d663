import type { CommitmentItem } from '../archive/index.ts';
import { IsocenterError } from '../base/index.ts';
import { type Dataset, parseDataset, tags } from '../dicom/index.ts';
import { type ActionRequest, type NormalizedAnswer, statuses } from '../dimse/index.ts';
import { type CommitmentReports, STORAGE_COMMITMENT_PUSH_MODEL_INSTANCE } from '../nodes/index.ts';
import { requireRight, type Session } from './session.ts';

/** PS3.4 J.3.2: Action Type 1 requests commitment. */
const REQUEST_COMMITMENT = 1;
const ITEM_LIMIT = 100_000;

/**
 * N-ACTION of the Storage Commitment push model. Success says that the request is taken and will not be forgotten; the
 * result follows as an N-EVENT-REPORT when every instance was read again and its hash compared.
 */
export async function answerCommitment(
  reports: CommitmentReports,
  request: ActionRequest<Session>,
  information: Uint8Array | undefined,
): Promise<NormalizedAnswer> {
  const { association, transferSyntaxUid } = request;
  requireRight(association, 'commit');
  checkTarget(request);
  const asked = parseDataset(information ?? new Uint8Array(0), transferSyntaxUid);
  const transactionUid = asked.string(tags.TransactionUID);
  if (!transactionUid) throw new IsocenterError('ingest/missing-uid', { keyword: 'TransactionUID' });
  await reports.owe(association.session.node, request, transactionUid, referencedItems(asked));
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
