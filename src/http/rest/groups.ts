import type { Access } from '../../access/index.ts';
import type { ControlApi, groupRoutes } from '../../contract/index.ts';

/** Accounts by a common name. */
export function groupOperations({ groups }: Access): Pick<ControlApi, keyof typeof groupRoutes> {
  return {
    groupsList: async () => ({ groups: groups.list() }),
    groupAdd: (request, { actor }) => groups.add(actor, request),
    async groupRemove({ name }, { actor }) {
      await groups.remove(actor, name);
      return { removed: name };
    },
    groupJoin: ({ name, members }, { actor }) => groups.join(actor, name, members),
    groupLeave: ({ name, member }, { actor }) => groups.leave(actor, name, member),
    groupGrant: ({ name, ...terms }, { actor }) => groups.grant(actor, name, terms),
    groupUngrant: ({ name, id }, { actor }) => groups.ungrant(actor, name, id),
  };
}
