import type { Actor, Scope } from './actor.ts';

/** What somebody may do, whatever the door; a scope says to what. */
export const rights = [
  /** Find out that something is there, and its attributes. */
  'find',
  /** Take the bytes, whole or rendered. */
  'read',
  /** Bring new items in. */
  'store',
  /** Labels, persons, attachments, revisions, conflicts. */
  'edit',
  /** Into the trash and back. */
  'remove',
  /** Send to a node, or fetch from one. */
  'send',
  /** Let others see what one may see. */
  'share',
  /** Settings, accounts, nodes, audit, purging: everything about the archive itself. */
  'administer',
] as const;

export type Right = (typeof rights)[number];

/** Somebody who was let in. Doors make it once for each request or association, and every use-case is called with it. */
export interface Caller {
  readonly actor: Actor;
  readonly scope: Scope;
  readonly rights: ReadonlySet<Right>;
  /** Where the call comes from, for the audit log. */
  readonly address: string;
}
