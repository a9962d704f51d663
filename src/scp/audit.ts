import type { Audit } from '../access/index.ts';
import type { Actor } from '../contract/index.ts';
import type { AssociationInfo } from '../dimse/index.ts';
import type { Session } from './session.ts';

/** Notes what a peer did on its association. */
export function noteRequest(
  audit: Audit,
  association: AssociationInfo<Session>,
  service: 'C-STORE' | 'C-FIND' | 'C-GET' | 'C-MOVE',
  action: 'store' | 'find' | 'download' | 'send',
  studies: readonly string[],
): void {
  const { actor } = association.session;
  const { address } = association.peer;
  audit.note({ actor, address, action, via: service, outcome: 'done', studies: [...studies] });
}

/** Somebody was not let in. */
export function noteRejection(audit: Audit, callingAeTitle: string, address: string): void {
  const actor: Actor = { kind: 'node', name: callingAeTitle };
  audit.note({ actor, address, action: 'connect', via: 'A-ASSOCIATE', outcome: 'refused', studies: [] });
}
