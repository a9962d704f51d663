import { randomUUID } from 'node:crypto';
import type { CommitmentItem, CommitmentResult } from '../archive/index.ts';
import { IsocenterError } from '../base/index.ts';
import type { KnownNode } from '../contract/index.ts';
import { Dataset, parseDataset, plainTransferSyntaxes, tags } from '../dicom/index.ts';
import { type DimseHandlers, type NormalizedAnswer, statuses } from '../dimse/index.ts';
import { type Dialler, dial, requireSuccess, withAssociation } from './dial.ts';

export const STORAGE_COMMITMENT_PUSH_MODEL = '1.2.840.10008.1.20.1';
/** The well-known SOP instance. PS3.4 J.3.5. */
export const STORAGE_COMMITMENT_PUSH_MODEL_INSTANCE = '1.2.840.10008.1.20.1.1';

/** PS3.4 J.3.2: the Action Type that requests commitment. */
const REQUEST_COMMITMENT = 1;
/** How long the association stays open for peers that report on it; most call back, milliseconds. */
const SAME_ASSOCIATION_MS = 2_000;
/** How long a report may take by default, milliseconds: the peer may have to read a tape. */
const REPORT_MS = 10 * 60_000;

export interface CommitmentOptions {
  /** How long the report may take, milliseconds. Default ten minutes. */
  readonly reportMs?: number;
}

/** Requests of ours for storage commitment, from N-ACTION until the N-EVENT-REPORT that answers it. */
export class CommitmentRequests {
  readonly #waiting = new Map<string, (result: CommitmentResult) => void>();

  /**
   * Asks a node whether it keeps these instances for good (PS3.4 J.3.2) and waits for its report, on the same
   * association or on one that it opens. Rejects with `dimse/*`, `net/*`; `dimse/timeout` when no report came.
   */
  async request(
    dialler: Dialler,
    node: KnownNode,
    items: readonly CommitmentItem[],
    { reportMs = REPORT_MS }: CommitmentOptions = {},
  ): Promise<CommitmentResult> {
    const transactionUid = newUid();
    const report = this.#expect(transactionUid, reportMs);
    try {
      await this.#ask(dialler, node, requestInformation(transactionUid, items), report.promise);
      return await report.promise;
    } finally {
      report.stop();
    }
  }

  /**
   * N-EVENT-REPORT of a peer (PS3.4 J.3.3). Only who was asked knows the transaction UID. Throws `archive/not-found`
   * when nobody waits for it.
   */
  readonly reported: NonNullable<DimseHandlers['nEventReport']> = (
    { transferSyntaxUid },
    information,
  ): NormalizedAnswer => {
    const report = parseDataset(information ?? new Uint8Array(0), transferSyntaxUid);
    const settle = this.#waiting.get(report.string(tags.TransactionUID) ?? '');
    if (!settle) throw new IsocenterError('archive/not-found', { what: 'storage commitment request' });
    settle(resultOf(report));
    return { status: statuses.success };
  };

  async #ask(
    dialler: Dialler,
    node: KnownNode,
    dataSet: Dataset,
    report: Promise<CommitmentResult>,
  ): Promise<void> {
    const contexts = [
      { abstractSyntax: STORAGE_COMMITMENT_PUSH_MODEL, transferSyntaxes: plainTransferSyntaxes },
    ];
    const opening = dial(dialler, node, contexts, { handlers: { nEventReport: this.reported } });
    await withAssociation(opening, async (association) => {
      const answer = await association.nAction({
        sopClassUid: STORAGE_COMMITMENT_PUSH_MODEL,
        sopInstanceUid: STORAGE_COMMITMENT_PUSH_MODEL_INSTANCE,
        typeId: REQUEST_COMMITMENT,
        dataSet,
      });
      requireSuccess(answer);
      await Promise.race([report, association.whenClosed(), pause(SAME_ASSOCIATION_MS)]);
    });
  }

  #expect(transactionUid: string, reportMs: number) {
    const { promise, resolve, reject } = Promise.withResolvers<CommitmentResult>();
    const late = new IsocenterError('dimse/timeout', {
      seconds: reportMs / 1000,
      what: 'reporting storage commitment',
    });
    const timer = setTimeout(reject, reportMs, late);
    // It is awaited after the association is over; a failure in between must not count as unhandled.
    promise.catch(() => {});
    this.#waiting.set(transactionUid, resolve);
    const stop = (): void => {
      clearTimeout(timer);
      this.#waiting.delete(transactionUid);
    };
    return { promise, stop };
  }
}

/** PS3.4 Table J.3-1. */
function requestInformation(transactionUid: string, items: readonly CommitmentItem[]): Dataset {
  return Dataset.of({
    TransactionUID: transactionUid,
    ReferencedSOPSequence: items.map(({ sopClassUid, sopInstanceUid }) => ({
      ReferencedSOPClassUID: sopClassUid,
      ReferencedSOPInstanceUID: sopInstanceUid,
    })),
  });
}

/** PS3.4 Tables J.3-2 and J.3-3. */
function resultOf(report: Dataset): CommitmentResult {
  return {
    committed: report.items(tags.ReferencedSOPSequence).map(itemOf),
    failed: report.items(tags.FailedSOPSequence).map((item) => ({
      ...itemOf(item),
      reason: item.number(tags.FailureReason) ?? statuses.processingFailure,
    })),
  };
}

function itemOf(item: Dataset): CommitmentItem {
  return {
    sopClassUid: item.string(tags.ReferencedSOPClassUID) ?? '',
    sopInstanceUid: item.string(tags.ReferencedSOPInstanceUID) ?? '',
  };
}

/** PS3.5 B.2. */
const newUid = (): string => `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`;

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
