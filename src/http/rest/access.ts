import type { Access } from '../../access/index.ts';
import type { accessRoutes, ControlApi, shareRoutes } from '../../contract/index.ts';
import type { Nodes } from '../../nodes/index.ts';

/** Accounts, grants and tokens. */
export function accessOperations(
  access: Access,
  nodes: Nodes,
): Pick<ControlApi, keyof typeof accessRoutes | keyof typeof shareRoutes> {
  return {
    tokenCreate: (request, { actor }) => access.createToken(actor, request),
    tokensList: async () => ({ tokens: access.tokens() }),
    async tokenRevoke({ id }, { actor }) {
      await access.revokeToken(actor, id);
      return { revoked: id };
    },
    usersList: async () => ({ users: access.users() }),
    userAdd: (request, { actor }) => access.addUser(actor, request),
    userPassword: ({ name, password }) => access.setPassword(name, password),
    userTotpOff: ({ name }) => access.turnOffTotp(name),
    userPasskeys: async ({ name }) => ({ passkeys: access.passkeysOf(name) }),
    async userPasskeyRemove({ name, id }, { actor }) {
      await access.removePasskey(actor, name, id);
      return { removed: id };
    },
    async userRemove({ name }, { actor }) {
      await access.removeUser(actor, name);
      return { removed: name };
    },
    userGrant: ({ name, ...terms }, { actor }) => access.grant(actor, name, terms),
    shareCreate: (request, caller) => access.shares.create(caller, request),
    uploadLinkCreate: (request, caller) => access.shares.createUpload(caller, request),
    sharesList: async (_, caller) => ({ shares: access.shares.list(caller) }),
    async shareRevoke({ id }, caller) {
      await access.shares.revoke(caller, id);
      return { revoked: id };
    },
    async nodeGrants({ name }) {
      return { grants: access.grantsOfNode(nodes.registry.get(name).name) };
    },
    async nodeGrant({ name, ...terms }, { actor }) {
      return { grants: await access.grantNode(actor, nodes.registry.get(name).name, terms) };
    },
    nodeUngrant: async ({ name, id }, { actor }) => ({ grants: await access.ungrantNode(actor, name, id) }),
    userUngrant: ({ name, id }, { actor }) => access.ungrant(actor, name, id),
  };
}
