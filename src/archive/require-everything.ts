import { IsocenterError } from '../base/index.ts';
import type { Actor, Scope } from '../contract/index.ts';

/** For what concerns more than single studies. Throws `archive/forbidden`. */
export function requireEverything(actor: Actor, scope: Scope, action: string): void {
  if (scope.kind !== 'everything')
    throw new IsocenterError('archive/forbidden', { actor: actor.name, action });
}
