import { IsocenterError } from '../base/index.ts';
import type { Association } from './association.ts';
import { commandFields, mediumPriority } from './command-field.ts';
import { type CommandSet, withDataSet } from './command-set.ts';
import type { OutgoingInstance } from './handlers.ts';
import { type StatusAnswer, statuses } from './status.ts';

export interface MoveOriginator {
  readonly aeTitle: string;
  readonly messageId: number;
}

/**
 * C-STORE of one instance (PS3.7 9.1.1). Resolves with the peer's status, whatever it is; rejects with
 * dimse/no-context when the peer takes neither this SOP class nor this transfer syntax, or as the association broke.
 */
export function storeInstance(
  association: Association,
  instance: OutgoingInstance,
  originator?: MoveOriginator,
): Promise<StatusAnswer> {
  const context = association.contextFor(instance.sopClassUid, instance.transferSyntaxUid);
  if (!context) {
    return Promise.reject(new IsocenterError('dimse/no-context', { sopClass: instance.sopClassUid }));
  }
  return new Promise((resolve, reject) => {
    const command = storeCommand(instance, originator);
    const call = {
      response(response: CommandSet): boolean {
        // A peer may answer before it has read everything; then the memory stays with what is still to be sent.
        if (!association.hasUnsent) instance.release?.();
        resolve(answerOf(response));
        return false;
      },
      failed: reject,
    };
    association.call(context.id, command, call, instance.dataSet);
  });
}

function storeCommand(instance: OutgoingInstance, originator?: MoveOriginator): CommandSet {
  const command: CommandSet = {
    AffectedSOPClassUID: instance.sopClassUid,
    CommandField: commandFields.cStore,
    Priority: mediumPriority,
    CommandDataSetType: withDataSet,
    AffectedSOPInstanceUID: instance.sopInstanceUid,
  };
  if (!originator) return command;
  command.MoveOriginatorApplicationEntityTitle = originator.aeTitle;
  command.MoveOriginatorMessageID = originator.messageId;
  return command;
}

/** Status and comment of a response; a response without a status is a failure. */
export function answerOf(response: CommandSet): StatusAnswer {
  const status = response.Status ?? statuses.processingFailure;
  return response.ErrorComment ? { status, errorComment: response.ErrorComment } : { status };
}
