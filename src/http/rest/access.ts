import type { Access } from '../../access/index.ts';
import type { accessRoutes, ControlApi } from '../../contract/index.ts';

/** Accounts, grants and tokens. */
export function accessOperations(access: Access): Pick<ControlApi, keyof typeof accessRoutes> {
  return {
    tokenCreate: (request, { actor }) => access.createToken(actor, request),
    tokensList: async () => ({ tokens: access.tokens() }),
    async tokenRevoke({ id }, { actor }) {
      await access.revokeToken(actor, id);
      return { revoked: id };
    },
    usersList: async () => ({ users: access.users() }),
    userAdd: (request, { actor }) => access.addUser(actor, request),
    userPassword: ({ name, password }, { actor }) => access.setPassword(actor, name, password),
    async userRemove({ name }, { actor }) {
      await access.removeUser(actor, name);
      return { removed: name };
    },
    userGrant: ({ name, ...terms }, { actor }) => access.grant(actor, name, terms),
    userUngrant: ({ name, id }, { actor }) => access.ungrant(actor, name, id),
  };
}
