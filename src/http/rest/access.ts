import { type Access, type Audit, looksBy } from '../../access/index.ts';
import type { Archive } from '../../archive/index.ts';
import {
  type AccountReach,
  type accessRoutes,
  type CallContext,
  type ControlApi,
  reachOf,
  type shareRoutes,
} from '../../contract/index.ts';
import type { FetchRequests, Nodes } from '../../nodes/index.ts';
import { mayInWords } from './me.ts';

interface AccessParts {
  readonly access: Access;
  readonly nodes: Nodes;
  readonly requests: Pick<FetchRequests, 'forget'>;
  readonly archive: Pick<Archive, 'seenCounts'>;
  readonly audit: Audit;
}

/** Accounts, grants and tokens. */
export function accessOperations({
  access,
  nodes,
  requests,
  archive,
  audit,
}: AccessParts): Pick<ControlApi, keyof typeof accessRoutes | keyof typeof shareRoutes> {
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
    userInvite: ({ name }) => access.invite(name),
    userDisable: ({ name }, { actor }) => access.setDisabled(actor, name, true),
    userEnable: ({ name }, { actor }) => access.setDisabled(actor, name, false),
    userReach: ({ name }, context) => readReach(access, archive, name, context),
    userTotpOff: ({ name }) => access.turnOffTotp(name),
    userPasskeys: async ({ name }) => ({ passkeys: access.passkeysOf(name) }),
    async userPasskeyRemove({ name, id }, { actor }) {
      await access.removePasskey(actor, name, id);
      return { removed: id };
    },
    async userRemove({ name }, { actor }) {
      await access.removeUser(actor, name);
      await requests.forget({ kind: 'user', name });
      return { removed: name };
    },
    userGrant: ({ name, ...terms }, { actor }) => access.grant(actor, name, terms),
    shareCreate: (request, caller) => access.shares.create(caller, request),
    uploadLinkCreate: (request, caller) => access.shares.createUpload(caller, request),
    sharesList: async (_, caller) => ({ shares: access.shares.list(caller) }),
    shareLooks: ({ id }, caller) =>
      looksBy(audit.readBackwards(), access.shares.show(caller, id), caller.signal),
    async shareRevoke({ id }, caller) {
      await access.shares.revoke(caller, id);
      return { revoked: id };
    },
    async shareRestore({ id }, caller) {
      await access.shares.restore(caller, id);
      return { restored: id };
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

/** Counted as whoever asks: that an administrator looked is no deed of the account. */
async function readReach(
  access: Access,
  archive: Pick<Archive, 'seenCounts'>,
  name: string,
  { actor }: CallContext,
): Promise<AccountReach> {
  const caller = access.reachOfUser(name);
  const counts = await archive.seenCounts(actor, reachOf(caller, 'find'));
  const { patients, studies, series, instances, bytes } = counts;
  return { may: mayInWords(caller), finds: { patients, studies, series, instances, bytes } };
}
