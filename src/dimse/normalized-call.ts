import { IsocenterError } from '../base/index.ts';
import { type Dataset, writeDataset } from '../dicom/index.ts';
import type { Association } from './association.ts';
import { commandFields } from './command-field.ts';
import { type CommandSet, noDataSet, withDataSet } from './command-set.ts';
import type { NormalizedAnswer } from './handlers.ts';
import type { NegotiatedContext } from './negotiation.ts';
import { answerOf } from './store-call.ts';

/** An N-ACTION or N-EVENT-REPORT to send. `typeId`: Action Type ID or Event Type ID. */
export interface NormalizedCall {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly typeId: number;
  readonly dataSet?: Dataset | Uint8Array;
}

/** N-ACTION, e.g. a storage commitment request. PS3.7 10.1.4. */
export async function sendAction(association: Association, call: NormalizedCall): Promise<NormalizedAnswer> {
  const context = association.contextFor(call.sopClassUid);
  return sendNormalized(association, context, call, {
    RequestedSOPClassUID: call.sopClassUid,
    RequestedSOPInstanceUID: call.sopInstanceUid,
    CommandField: commandFields.nAction,
    ActionTypeID: call.typeId,
  });
}

/**
 * N-EVENT-REPORT, e.g. a storage commitment result. PS3.7 10.1.1. It is the SCP of the class who sends it (PS3.4
 * J.3.3); peers that accept a context without answering the role are taken to agree.
 */
export async function sendEventReport(
  association: Association,
  call: NormalizedCall,
): Promise<NormalizedAnswer> {
  const contexts = [...association.info.contexts.values()];
  const context = contexts.find(({ abstractSyntax }) => abstractSyntax === call.sopClassUid);
  return sendNormalized(association, context, call, {
    AffectedSOPClassUID: call.sopClassUid,
    AffectedSOPInstanceUID: call.sopInstanceUid,
    CommandField: commandFields.nEventReport,
    EventTypeID: call.typeId,
  });
}

function sendNormalized(
  association: Association,
  context: NegotiatedContext | undefined,
  call: NormalizedCall,
  fields: CommandSet,
): Promise<NormalizedAnswer> {
  if (!context) throw new IsocenterError('dimse/no-context', { sopClass: call.sopClassUid });
  const dataSet = call.dataSet && encodeFor(context, call.dataSet);
  const command = { ...fields, CommandDataSetType: dataSet ? withDataSet : noDataSet };
  return callOnce(association, context, command, dataSet);
}

/** A request with exactly one response. */
export function callOnce(
  association: Association,
  context: NegotiatedContext,
  fields: CommandSet,
  dataSet?: Uint8Array,
): Promise<NormalizedAnswer> {
  return new Promise((resolve, reject) => {
    const call = {
      response(response: CommandSet, data: Uint8Array | undefined): boolean {
        resolve(data ? { ...answerOf(response), dataSet: data } : answerOf(response));
        return false;
      },
      failed: reject,
    };
    association.call(context.id, fields, call, dataSet);
  });
}

/** As it goes on the wire in this context. */
export function encodeFor(context: NegotiatedContext, dataSet: Dataset | Uint8Array): Uint8Array {
  return dataSet instanceof Uint8Array ? dataSet : writeDataset(dataSet, context.transferSyntaxUid);
}
