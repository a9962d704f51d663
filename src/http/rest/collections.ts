import type { Access } from '../../access/index.ts';
import type { Archive } from '../../archive/index.ts';
import { IsocenterError } from '../../base/index.ts';
import {
  type CallContext,
  type Caller,
  type ControlApi,
  callerFor,
  type collectionRoutes,
  type ListedCollection,
  maxListLength,
  memberRights,
  type ShownCollection,
} from '../../contract/index.ts';

type Held = Pick<ListedCollection, 'studies' | 'bytes'>;

/** Labs, projects, households, trials. */
export function collectionOperations(
  archive: Archive,
  { collections }: Access,
): Pick<ControlApi, keyof typeof collectionRoutes> {
  async function show(caller: Caller, name: string): Promise<ShownCollection> {
    collections.requireOwner(caller, name);
    return { ...listed(name, await heldBy(name, caller)), members: collections.members(name) };
  }

  async function heldBy(name: string, { actor }: Caller): Promise<Held | undefined> {
    const [held] = await archive.collections(actor, { kind: 'rules', rules: [{ collection: name }] }, 1);
    return held;
  }

  function listed(name: string, held: Held = { studies: 0, bytes: 0 }): ListedCollection {
    const known = collections.get(name);
    const { title = '', owner = null, quotaBytes = null, createdAt = null } = known ?? {};
    const { studies, bytes } = held;
    return { name, isDefined: known !== undefined, title, owner, quotaBytes, createdAt, studies, bytes };
  }

  async function put(name: string | null, studies: readonly string[], { actor, scope }: CallContext) {
    await archive.collect(actor, scope, { studyInstanceUids: [...new Set(studies)], collection: name });
  }

  /** Members may do with a study what they may do in the collection: no more than who puts it there. */
  async function requireAllOf(studies: readonly string[], caller: CallContext): Promise<void> {
    if (caller.scope.kind === 'everything') return;
    const looked = new Set<string>();
    for (const right of memberRights) {
      const { actor, scope } = callerFor(caller, right);
      const reach = JSON.stringify(scope);
      // Most often all rights come by one grant, and reach the same.
      if (looked.has(reach)) continue;
      looked.add(reach);
      const reached = await archive.collectionsOfStudies(actor, scope, studies);
      const beyond = studies.find((uid) => !reached.has(uid));
      if (beyond !== undefined)
        throw new IsocenterError('archive/not-found', { what: `study ${beyond} that they may ${right}` });
    }
  }

  return {
    async collectionsList({ limit }, { actor, scope }) {
      const held = await archive.collections(actor, scope, maxListLength);
      const byName = new Map(held.map((each) => [each.name, each]));
      const empty = [...collections.all()].filter(
        ([name, { owner }]) =>
          !byName.has(name) && (scope.kind === 'everything' || (owner !== null && owner === actor.name)),
      );
      const names = [...byName.keys(), ...empty.map(([name]) => name)].sort();
      return { collections: names.slice(0, limit).map((name) => listed(name, byName.get(name))) };
    },
    async collectionAdd({ name, ...terms }, caller) {
      await collections.add(caller.actor, name, terms);
      return await show(caller, name);
    },
    collectionShow: ({ name }, caller) => show(caller, name),
    async collectionUpdate({ name, title, owner, quotaBytes }, caller) {
      await collections.update(caller.actor, name, {
        ...(title !== undefined && { title }),
        ...(owner !== undefined && { owner }),
        ...(quotaBytes !== undefined && { quotaBytes }),
      });
      return await show(caller, name);
    },
    async collectionRemove({ name }, caller) {
      const held = await heldBy(name, caller);
      if (held) {
        const reason = `There are studies in ${name}, or in the trash; take them out first.`;
        throw new IsocenterError('input/invalid', { reason });
      }
      await collections.remove(caller.actor, name);
      return { removed: name };
    },
    async collectionMemberAdd({ name, user, group, rights, expiresAt }, caller) {
      if ((user === undefined) === (group === undefined))
        throw new IsocenterError('input/invalid', { reason: 'Name either an account or a group.' });
      const kind = user === undefined ? 'group' : 'user';
      await collections.admit(caller, name, { kind, name: (user ?? group)! }, { rights, expiresAt });
      return await show(caller, name);
    },
    async collectionMemberRemove({ name, id }, caller) {
      await collections.expel(caller, name, id);
      return await show(caller, name);
    },
    async collectionPut({ name, studies }, context) {
      if (!collections.get(name)) throw new IsocenterError('archive/not-found', { what: 'collection' });
      await requireAllOf(studies, context);
      await put(name, studies, context);
      return { collection: name, studies: studies.length };
    },
    async collectionTake({ name, studies }, context) {
      const { actor, scope } = context;
      const places = await archive.collectionsOfStudies(actor, scope, studies);
      const elsewhere = studies.find((uid) => places.get(uid) !== name);
      if (elsewhere !== undefined)
        throw new IsocenterError('archive/not-found', { what: `study ${elsewhere} in this collection` });
      await put(null, studies, context);
      return { studies: studies.length };
    },
  };
}
