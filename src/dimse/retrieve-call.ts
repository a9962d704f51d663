import { type Dataset, parseDataset, tags } from '../dicom/index.ts';
import type { Association } from './association.ts';
import { cancelCall } from './cancel-call.ts';
import type { CommandSet } from './command-set.ts';
import type { NegotiatedContext } from './negotiation.ts';
import { type StatusAnswer, statusKind } from './status.ts';
import { answerOf } from './store-call.ts';

export interface RetrieveProgress {
  /** Undefined when the peer does not say. */
  readonly remaining: number | undefined;
  readonly completed: number;
  readonly failed: number;
  readonly warning: number;
}

export interface RetrieveResult extends RetrieveProgress, StatusAnswer {
  readonly failedSopInstanceUids: readonly string[];
  /** Whether the peer said how many; in a final response it need not (PS3.4 C.4.2.1.6). */
  readonly isCounted: boolean;
}

export interface RetrieveCallbacks {
  readonly onProgress?: (progress: RetrieveProgress) => void;
  /** Aborting sends C-CANCEL; the result then has status 0xFE00, or Success when it was too late. */
  readonly signal?: AbortSignal;
}

/** C-GET or C-MOVE: sends the request and waits for the final response. PS3.7 9.1.3 and 9.1.4. */
export function retrieveCall(
  association: Association,
  context: NegotiatedContext,
  request: CommandSet,
  identifier: Uint8Array,
  { onProgress, signal }: RetrieveCallbacks,
): Promise<RetrieveResult> {
  const { promise, resolve, reject } = Promise.withResolvers<RetrieveResult>();
  const call = {
    response(response: CommandSet, dataSet: Uint8Array | undefined): boolean {
      const isPending = statusKind(response.Status ?? 0) === 'pending';
      if (isPending) onProgress?.(progressOf(response));
      else resolve(resultOf(response, dataSet, context));
      return isPending;
    },
    failed: reject,
  };
  const messageId = association.call(context.id, request, call, identifier);
  const cancel = (): void => cancelCall(association, context.id, messageId);
  signal?.addEventListener('abort', cancel, { once: true });
  if (signal?.aborted) cancel();
  return promise.finally(() => signal?.removeEventListener('abort', cancel));
}

function progressOf(response: CommandSet): RetrieveProgress {
  return {
    remaining: response.NumberOfRemainingSuboperations,
    completed: response.NumberOfCompletedSuboperations ?? 0,
    failed: response.NumberOfFailedSuboperations ?? 0,
    warning: response.NumberOfWarningSuboperations ?? 0,
  };
}

function resultOf(
  response: CommandSet,
  dataSet: Uint8Array | undefined,
  context: NegotiatedContext,
): RetrieveResult {
  const failedSopInstanceUids = dataSet ? failedUids(dataSet, context.transferSyntaxUid) : [];
  const { NumberOfCompletedSuboperations, NumberOfFailedSuboperations } = response;
  const isCounted = (NumberOfCompletedSuboperations ?? NumberOfFailedSuboperations) !== undefined;
  return { ...answerOf(response), ...progressOf(response), failedSopInstanceUids, isCounted };
}

/** The list is informative: a peer that garbles it has still ended the retrieval. */
function failedUids(bytes: Uint8Array, transferSyntaxUid: string): readonly string[] {
  try {
    const dataSet: Dataset = parseDataset(bytes, transferSyntaxUid);
    return dataSet.strings(tags.FailedSOPInstanceUIDList) ?? [];
  } catch {
    return [];
  }
}
