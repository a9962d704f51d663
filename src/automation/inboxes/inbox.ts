import type { Actor, InboxDefinition } from '../../contract/index.ts';
import { ownerNamed } from '../owner.ts';
import { attempt, type Tell } from '../problem.ts';
import { plainFolder, requireSource } from '../target-folder.ts';

/** A folder whose files are taken in, ready to be looked into. */
export interface Inbox {
  readonly name: string;
  /** On whose behalf: they go where what this account stores goes. */
  readonly owner: Actor;
  /** Absolute, without `..`. */
  readonly folder: string;
  /** The folder of the settings below which it is. */
  readonly root: string;
  readonly quietMs: number;
  readonly taken: InboxDefinition['taken'];
  readonly isOn: boolean;
}

interface CompileParts {
  readonly sourceFolders: readonly string[];
  readonly tell: Tell;
}

/** What is wrong with it is told. */
export function compileInbox(
  name: string,
  { owner, folder: written, quietSeconds, taken, on }: InboxDefinition,
  { sourceFolders, tell }: CompileParts,
): Inbox {
  const folder = plainFolder(written);
  const root = attempt(tell, ['inboxes', name, 'folder'], () => requireSource(folder, sourceFolders));
  return {
    ...{ name, folder, root: root ?? folder, taken, isOn: on },
    owner: ownerNamed(owner),
    quietMs: quietSeconds * 1_000,
  };
}
