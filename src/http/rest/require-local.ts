import { IsocenterError } from '../../base/index.ts';
import type { Actor } from '../../contract/index.ts';

/**
 * For any path, and any bytes: who administers the archive from elsewhere is not thereby somebody on this machine, who could read
 * its keys or leave programs on it. They have the byte routes.
 */
export function requireLocal(actor: Actor, action: string): void {
  if (actor.kind !== 'local') throw new IsocenterError('archive/forbidden', { actor: actor.name, action });
}
