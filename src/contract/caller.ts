import { IsocenterError } from '../base/index.ts';
import { type Actor, everything, nothing, type Scope } from './actor.ts';

/** What somebody may do, whatever the door; a scope says to what. */
export const rights = [
  /** Find out that something is there, and its attributes. */
  'find',
  /** Look at it: metadata, frames, bulk data, pictures. */
  'view',
  /** Take it away: DICOM files, other files, zips. */
  'download',
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
  /** See who a pseudonym is. */
  'identify',
  /** Open, in an emergency and for a while, what one may not see otherwise. */
  'breakGlass',
  /** Settings, accounts, nodes, audit, purging: everything about the archive itself. */
  'administer',
] as const;

export type Right = (typeof rights)[number];

/** What rights are called in requests and records. `read` was both before they were two; what says it means both. */
export type RightName = Right | 'read';

export const rightsNamed = <R extends Right>(names: readonly (R | 'read')[]): (R | 'view' | 'download')[] => [
  ...new Set(
    names.flatMap((name): (R | 'view' | 'download')[] => (name === 'read' ? ['view', 'download'] : [name])),
  ),
];

/** Somebody who was let in. Doors make it once for each request or association, and every use-case is called with it. */
export interface Caller {
  readonly actor: Actor;
  /** What the caller may use all of `rights` on; {@link callerFor} says how far one right reaches. */
  readonly scope: Scope;
  readonly rights: ReadonlySet<Right>;
  /** Where the call comes from, for the audit log. */
  readonly address: string;
  /** How far each right reaches, when they do not all reach equally far. */
  readonly reach?: ReadonlyMap<Right, Scope>;
  /** Names the browser's session that the call came by. */
  readonly session?: string;
  /** Of a browser's session alone: whether it began not long ago. */
  readonly loggedInRecently?: boolean;
  /** Of a browser's session alone: where it reaches us, `https://images.example.org`. */
  readonly origin?: string;
}

/** How long after logging in a session is taken for who logged in, and not for a browser that was left open, minutes. */
export const RECENT_MINUTES = 15;

/** For what makes a way in. Throws `access/log-in-again`. */
export function requireRecentLogIn({ loggedInRecently = true }: Pick<Caller, 'loggedInRecently'>): void {
  if (!loggedInRecently) throw new IsocenterError('access/log-in-again', { minutes: RECENT_MINUTES });
}

/** Whoever can open the control socket or the data directory. */
export const localAdministrator: Caller = {
  actor: { kind: 'local', name: 'command line' },
  scope: everything,
  rights: new Set(rights),
  address: 'local',
};

/** Somebody who did not say who they are, at a route that is for anyone. */
export const nobody: Caller = {
  actor: { kind: 'user', name: 'anonymous' },
  scope: nothing,
  rights: new Set(),
  address: '',
};

/** How far a right of somebody reaches; nothing where they do not have it. */
export const reachOf = ({ rights: held, reach, scope }: Caller, right: Right): Scope =>
  held.has(right) ? (reach?.get(right) ?? scope) : nothing;

/**
 * The caller as use-cases that need this right should see them: `scope` is what the right reaches.
 * Throws `archive/forbidden` when the caller does not have it, or has it for a part of an archive where only all will do.
 */
export function callerFor(caller: Caller, right: Right, wholeArchive = false): Caller {
  const scope = reachOf(caller, right);
  const reaches =
    wholeArchive || right === 'administer' ? scope.kind === 'everything' : scope.kind !== 'nothing';
  if (reaches) return { ...caller, scope };
  throw new IsocenterError('archive/forbidden', { actor: caller.actor.name, action: right });
}
