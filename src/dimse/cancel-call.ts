import type { Association } from './association.ts';
import { commandFields } from './command-field.ts';
import { noDataSet } from './command-set.ts';

/** C-CANCEL, PS3.7 9.3.2.3: a request to stop; the final response still comes. */
export function cancelCall(association: Association, contextId: number, messageId: number): void {
  if (association.isEnded) return;
  const command = {
    CommandField: commandFields.cCancel,
    MessageIDBeingRespondedTo: messageId,
    CommandDataSetType: noDataSet,
  };
  try {
    association.send(contextId, command)?.catch(() => {});
  } catch {
    // The association has just ended: there is nothing left to cancel.
  }
}
