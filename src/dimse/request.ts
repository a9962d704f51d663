import type { AssociationInfo } from './handlers.ts';
import type { Operation } from './operation.ts';

export interface RequestFields {
  readonly association: AssociationInfo;
  readonly messageId: number;
  readonly sopClassUid: string;
  readonly transferSyntaxUid: string;
}

/** What every handler is told about a request. */
export function requestOf(operation: Operation): RequestFields {
  return {
    association: operation.association.info,
    messageId: operation.messageId,
    sopClassUid: operation.sopClassUid,
    transferSyntaxUid: operation.context.transferSyntaxUid,
  };
}
