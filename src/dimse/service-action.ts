import type { NormalizedAnswer } from './handlers.ts';
import { type NormalizedCall, sendEventReport } from './normalized-call.ts';
import type { Operation } from './operation.ts';
import { requestOf } from './request.ts';

/** N-ACTION, PS3.7 10.1.4 (Storage Commitment: PS3.4 J.3.2). */
export function answerAction(operation: Operation, information: Uint8Array | undefined): Promise<void> {
  const { command, association } = operation;
  const actionTypeId = command.ActionTypeID ?? 0;
  const request = {
    ...requestOf(operation),
    sopInstanceUid: command.RequestedSOPInstanceUID ?? '',
    actionTypeId,
    sendEventReport: (call: NormalizedCall) => sendEventReport(association, call),
  };
  return answerWith(operation, () => association.handlers.nAction!(request, information));
}

/** N-EVENT-REPORT, PS3.7 10.1.1 (Storage Commitment: PS3.4 J.3.3). */
export function answerEventReport(operation: Operation, information: Uint8Array | undefined): Promise<void> {
  const { command, association } = operation;
  const eventTypeId = command.EventTypeID ?? 0;
  const request = {
    ...requestOf(operation),
    sopInstanceUid: command.AffectedSOPInstanceUID ?? '',
    eventTypeId,
  };
  return answerWith(operation, () => association.handlers.nEventReport!(request, information));
}

async function answerWith(
  operation: Operation,
  handle: () => NormalizedAnswer | Promise<NormalizedAnswer>,
): Promise<void> {
  operation.association.counts.actions++;
  const { ActionTypeID, EventTypeID } = operation.command;
  try {
    const answer = await operation.association.whileBusy(handle());
    // The type id goes back when a data set does (PS3.7 10.3.1.2 and 10.3.5.2).
    const ids = answer.dataSet ? definedOnly({ ActionTypeID, EventTypeID }) : undefined;
    operation.finish(answer, ids, answer.dataSet);
  } catch (error) {
    operation.fail(error);
  }
}

function definedOnly<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}
