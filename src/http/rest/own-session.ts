import { IsocenterError } from '../../base/index.ts';
import type { Caller } from '../../contract/index.ts';

/** Somebody who is logged in to an account with a browser. */
export interface OwnSession {
  readonly caller: Caller;
  /** The account. */
  readonly name: string;
  /** Names the session. */
  readonly session: string;
}

/** A token sees and does less than its owner, and a link has no account. Throws `archive/forbidden`. */
export function requireSession(caller: Caller): OwnSession {
  const { actor, session } = caller;
  if (actor.kind === 'user' && session !== undefined) return { caller, name: actor.name, session };
  throw new IsocenterError('archive/forbidden', {
    actor: actor.name,
    action: 'it is for who is logged in with a browser',
  });
}
