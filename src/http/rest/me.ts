import type { Access } from '../../access/index.ts';
import { IsocenterError } from '../../base/index.ts';
import {
  type Caller,
  type ControlApi,
  describeScope,
  type ListedSession,
  type meRoutes,
  type Right,
  reachOf,
  rights,
} from '../../contract/index.ts';
import { requireSession } from './own-session.ts';

/** Who a caller is, and the sessions of accounts. */
export function meOperations(access: Access): Pick<ControlApi, keyof typeof meRoutes> {
  const sessionsOf = (name: string, current?: string): ListedSession[] =>
    access.sessionsOf(name).map(({ id, createdAt, seenAt, address, agent }) => ({
      ...{ id, address, agent, isCurrent: id === current },
      createdAt: new Date(createdAt).toISOString(),
      seenAt: new Date(seenAt).toISOString(),
    }));
  const end = async (name: string, id: string) => {
    if ((await access.endSession(name, id)) === 0)
      throw new IsocenterError('archive/not-found', { what: 'session' });
    return { ended: id };
  };
  return {
    async me(_, caller) {
      const { actor, session } = caller;
      const may = mayInWords(caller);
      const onEverything = rights.filter((right) => reachOf(caller, right).kind === 'everything');
      const own = session === undefined ? [] : sessionsOf(actor.name, session);
      const shown = access.shares.shownTo(caller);
      const share = shown
        ? { title: shown.title, expiresAt: shown.expiresAt, hidesIdentity: shown.hidesIdentity === true }
        : null;
      const { kind, name } = actor;
      const looksAfter = access.lookedAfterBy(actor);
      const current = own.find(({ isCurrent }) => isCurrent) ?? null;
      return { actor: { kind, name }, may, onEverything, looksAfter, session: current, share };
    },
    async mySessions(_, caller) {
      const { name, session } = requireSession(caller);
      return { sessions: sessionsOf(name, session) };
    },
    async mySessionsEnd(_, caller) {
      const { name, session } = requireSession(caller);
      return { ended: await access.endOtherSessions(name, session) };
    },
    mySessionEnd: async ({ id }, caller) => end(requireSession(caller).name, id),
    async userSessions({ name }, { session }) {
      access.requireUser(name);
      return { sessions: sessionsOf(name, session) };
    },
    async userSessionEnd({ name, id }) {
      access.requireUser(name);
      return await end(name, id);
    },
  };
}

/** Each right that somebody has, and on what. */
export const mayInWords = (caller: Caller): { right: Right; on: string }[] =>
  rights
    .filter((right) => caller.rights.has(right))
    .map((right) => ({ right, on: reachInWords(caller, right) }));

/** Scopes name patients by their IDs, and labels say what people like. */
const reachInWords = (caller: Caller, right: Right): string =>
  caller.actor.identityHidden ? 'what the link shows' : describeScope(reachOf(caller, right));
