import { IsocenterError } from '../base/index.ts';
import type { Actor, NodeRights, Right, Scope } from '../contract/index.ts';
import type { AssociationInfo } from '../dimse/index.ts';
import type { Caller } from '../nodes/index.ts';

/** What an association knows about its caller, decided once when it is opened; how far it reaches is asked each time. */
export interface Session extends Caller {
  /** Who called; `actor` is the account when it proved to be one. */
  readonly node: Actor;
  readonly reach: (right: Right) => Scope;
}

/** What HTTP calls the same. */
const rightOf: Readonly<Record<keyof NodeRights, Right>> = {
  store: 'store',
  find: 'find',
  retrieve: 'download',
  commit: 'store',
};

/**
 * The caller as far as this right reaches. Throws `archive/forbidden` (status 0124, not authorized) when they do not have it,
 * or it reaches nothing.
 */
export function requireRight(
  association: AssociationInfo<Session>,
  right: keyof NodeRights,
): Pick<Session, 'actor' | 'scope'> {
  const { actor, may, reach } = association.session;
  const scope = reach(rightOf[right]);
  if (!may[right] || scope.kind === 'nothing') {
    throw new IsocenterError('archive/forbidden', { actor: actor.name, action: right });
  }
  return { actor, scope };
}
