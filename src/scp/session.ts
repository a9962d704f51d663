import { IsocenterError } from '../base/index.ts';
import type { NodeRights } from '../contract/index.ts';
import type { AssociationInfo } from '../dimse/index.ts';
import type { Caller } from '../nodes/index.ts';

/** What an association knows about its caller, decided once when it is opened. */
export type Session = Caller;

/** Throws `archive/forbidden` (status 0124, not authorized) when the caller may not do this. */
export function requireRight(association: AssociationInfo<Session>, right: keyof NodeRights): Session {
  const { session } = association;
  if (!session.may[right]) {
    throw new IsocenterError('archive/forbidden', { actor: session.actor.name, action: right });
  }
  return session;
}
