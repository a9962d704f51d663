import type { Access } from '../../access/index.ts';
import { type Clock, IsocenterError } from '../../base/index.ts';
import type {
  Caller,
  ControlApi,
  ownAccountRoutes,
  RequestFor,
  Settings,
  WaysIn,
} from '../../contract/index.ts';
import { requireSite, siteOf } from '../auth/site.ts';
import { type OwnSession, requireSession } from './own-session.ts';

type OwnSettings = Pick<Settings, 'publicUrl' | 'oidcIssuer' | 'oidcLabel'>;

/** How people log in, and the tokens of their programs. */
export function ownAccountOperations(
  access: Access,
  { publicUrl, ...provider }: OwnSettings,
  clock: Clock,
): Pick<ControlApi, keyof typeof ownAccountRoutes> {
  const { secondFactor, passkeys } = access;
  return {
    myWaysIn: async (_, caller) => waysIn(access, caller, { publicUrl, ...provider }),
    async myPassword({ old, password }, caller) {
      await access.changePassword(requireSession(caller).caller, old, password);
      return {};
    },
    async myTotpBegin(_, caller) {
      const { name } = requireSession(caller);
      return await secondFactor.begin(name, appNameOf(caller), caller.address);
    },
    async myTotpConfirm({ ticket, code }, caller) {
      const { name, session } = requireSession(caller);
      const recoveryCodes = await secondFactor.confirm(ticket, name, code);
      await access.endOtherSessions(name, session);
      return { recoveryCodes };
    },
    async myTotpOff(_, caller) {
      await secondFactor.turnOff(requireSession(caller).name);
      return {};
    },
    myRecoveryCodes: async (_, caller) => ({
      recoveryCodes: await secondFactor.renewRecoveryCodes(requireSession(caller).name),
    }),
    async myPasskeyBegin(_, caller) {
      const { name } = requireSession(caller);
      return await passkeys.beginRegistration(name, requireSite(caller.origin, publicUrl), caller.address);
    },
    async myPasskeyAdd({ ticket, name, answer }, caller) {
      const own = requireSession(caller);
      const site = requireSite(caller.origin, publicUrl);
      return await passkeys.register(ticket, own.name, name, answer, site);
    },
    myPasskeyRename: ({ id, name }, caller) => passkeys.rename(requireSession(caller).name, id, name),
    async myPasskeyRemove({ id }, caller) {
      await access.removePasskey(caller.actor, requireSession(caller).name, id);
      return { removed: id };
    },
    async myProviderDisconnect(_, caller) {
      await access.disconnect(caller.actor, requireSession(caller).name);
      return {};
    },
    myTokens: async (_, caller) => ({ tokens: access.tokensOf(requireSession(caller).name) }),
    myTokenCreate: async (terms, caller) => createToken(access, requireSession(caller), terms, clock),
    async myTokenRevoke({ id }, caller) {
      const own = access.tokensOf(requireSession(caller).name).some((token) => token.id === id);
      if (!own) throw new IsocenterError('archive/not-found', { what: 'token' });
      await access.revokeToken(caller.actor, id);
      return { revoked: id };
    },
  };
}

function waysIn(access: Access, caller: Caller, settings: OwnSettings): WaysIn {
  const { publicUrl, oidcIssuer, oidcLabel } = settings;
  const { name } = requireSession(caller);
  const { hasPassword, hasTotp, identity } = access.waysInOf(name);
  const isConnected = identity !== undefined;
  return {
    ...{ hasPassword, hasTotp },
    recoveryCodes: access.secondFactor.recoveryCodesLeft(name),
    passkeys: access.passkeys.list(name),
    passkeySite: siteOf(caller.origin, publicUrl)?.id ?? null,
    publicUrl: publicUrl ?? null,
    provider: oidcIssuer === undefined ? null : { label: oidcLabel, isConnected },
    mayChange: caller.loggedInRecently === true,
  };
}

/** Several servers may be in one authenticator app. */
const MOST_APP_NAME = 64;
const appNameOf = ({ origin }: Caller): string =>
  `Isocenter ${origin === undefined ? '' : new URL(origin).hostname}`.trim().slice(0, MOST_APP_NAME);

/** A leap year: whoever needs one for longer asks an administrator. */
const MOST_TOKEN_DAYS = 366;
const DAY_MS = 86_400_000;

async function createToken(
  access: Access,
  { name: owner, caller }: OwnSession,
  { name, rights, expiresAt }: RequestFor<'myTokenCreate'>,
  clock: Clock,
) {
  const missing = rights.find((right) => !caller.rights.has(right));
  if (missing) throw new IsocenterError('archive/forbidden', { actor: owner, action: missing });
  const days = (Date.parse(expiresAt) - clock.now().getTime()) / DAY_MS;
  if (days <= 0 || days > MOST_TOKEN_DAYS)
    throw new IsocenterError('input/invalid', {
      reason: `expiresAt: has to be within the next ${MOST_TOKEN_DAYS} days.`,
    });
  const terms = { name, rights, expiresAt, scope: { kind: 'everything' } as const };
  return await access.createToken(caller.actor, terms, owner);
}
