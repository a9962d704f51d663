/** Accounts, what they may do, and the tokens of programs. */
import { z } from 'zod';
import type { Scope } from '../actor.ts';
import { type Right, rights, rightsNamed } from '../caller.ts';
import { count, text, timestamp, uid } from '../common.ts';
import type { PlainRoute } from '../route.ts';
import { nodeName } from './nodes.ts';

/** Account names stand in logs and records: no patient data, nothing that a path or a header could trip over. */
export const accountName = z
  .string()
  .regex(
    /^(?!anonymous$)[a-z0-9][a-z0-9._@-]{0,63}$/,
    'is not an account name (small letters, digits, and . _ @ - inside)',
  );
export const isAccountName = (text: string): boolean => accountName.safeParse(text).success;

export const tokenName = z.string().trim().min(1).max(64);
const maxRules = 10_000;

/** Rights that go together, by a name. */
export const roles = {
  viewer: ['find', 'view', 'download'],
  uploader: ['store'],
  editor: ['find', 'view', 'download', 'store', 'edit'],
  administrator: [...rights],
} as const satisfies Record<string, readonly (typeof rights)[number][]>;

export type RoleName = keyof typeof roles;
export const roleName = z.enum(Object.keys(roles) as [RoleName, ...RoleName[]]);

const scopeRule = z.union([
  z.strictObject({ collection: z.string().min(1).max(256) }),
  z.strictObject({ studyInstanceUid: uid }),
  z.strictObject({ patientKey: z.string().min(1).max(512) }),
  z.strictObject({ person: z.string().min(1).max(64) }),
  z.strictObject({ label: z.string().min(1).max(128), value: text.optional() }),
]);
/** A part of the archive, by what it is. */
export const rulesScope = z.strictObject({
  kind: z.literal('rules'),
  rules: z.array(scopeRule).min(1).max(maxRules),
});
const scope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('everything') }),
  rulesScope,
]) satisfies z.ZodType<Scope>;

/** Some of these rights, as requests and records name them. */
export const someOf = <const R extends Right>(allowed: readonly (R | 'view' | 'download')[]) =>
  z
    .array(z.enum([...allowed, 'read']))
    .min(1)
    .transform((names) => rightsNamed<R>(names as (R | 'read')[]))
    .pipe(z.array(z.enum(allowed)));

/** What is allowed, on what, until when. */
export const grantTerms = z.strictObject({
  rights: someOf(rights),
  scope,
  expiresAt: z.iso.datetime().nullable().default(null),
});
export type GrantTerms = z.output<typeof grantTerms>;

/** What members of a collection may be allowed in it. */
export const memberRights = ['find', 'view', 'download', 'store', 'edit', 'remove', 'send', 'share'] as const;
export type MemberRight = (typeof memberRights)[number];

export const grant = grantTerms.extend({
  id: z.string(),
  grantedAt: timestamp,
  grantedBy: z.string(),
  /** Why somebody opened it for themselves, in an emergency. */
  reason: z.string().optional(),
});
export type Grant = z.output<typeof grant>;

export const listedToken = grantTerms.extend({
  id: z.string(),
  name: z.string(),
  /** The account it works for; null when it stands for itself. */
  owner: z.string().nullable(),
  createdAt: timestamp,
  createdBy: z.string(),
  /** To the hour; null when it never was. */
  usedAt: timestamp.nullable(),
});
export type ListedToken = z.output<typeof listedToken>;

export const createdToken = listedToken.extend({
  /** Shown this once; only its hash is kept. */
  token: z.string(),
});
export type CreatedToken = z.output<typeof createdToken>;

const listedUser = z.object({
  name: accountName,
  createdAt: timestamp,
  createdBy: z.string(),
  hasPassword: z.boolean(),
  /** A code of an authenticator app is asked for after the password. */
  hasTotp: z.boolean(),
  /** How many. */
  passkeys: z.number(),
  /** It can do nothing until it is enabled again, by whatever way it comes. */
  isDisabled: z.boolean(),
  /** When somebody last used the web with it; null when nobody did. */
  seenAt: timestamp.nullable(),
  /** That the account is in; what they are granted is not repeated here. */
  groups: z.array(z.string()),
  /** Who it is at the provider of logins. */
  identity: z.object({ issuer: z.string(), subject: z.string() }).optional(),
  grants: z.array(grant),
});
export type ListedUser = z.output<typeof listedUser>;

export const listedPasskey = z.object({
  /** As its authenticator names it. */
  id: z.string(),
  name: z.string(),
  /** The host name that it works for. */
  site: z.string(),
  createdAt: timestamp,
  usedAt: timestamp.nullable(),
  /** A service of its owner keeps a copy. */
  isBackedUp: z.boolean(),
});
export type ListedPasskey = z.output<typeof listedPasskey>;

export const password = z.string().max(1_024);
const byName = z.object({ name: accountName });
/** What an account sees and may do, all its grants and groups taken together. */
const accountReach = z.object({
  may: z.array(z.object({ right: z.enum(rights), on: z.string() })),
  /** Of what it finds. */
  finds: z.object({ patients: count, studies: count, series: count, instances: count, bytes: count }),
});
export type AccountReach = z.output<typeof accountReach>;

const invitation = z.object({
  /** Path and fragment of a link that works once; shown this once. */
  path: z.string(),
  expiresAt: timestamp,
});
export type Invitation = z.output<typeof invitation>;

const byNodeName = z.object({ name: nodeName });
const nodeGrantsResult = z.object({ grants: z.array(grant) });

export const accessRoutes = {
  tokenCreate: {
    method: 'POST',
    path: '/api/tokens',
    right: 'administer',
    recentLogIn: true,
    givesSecret: true,
    summary: 'Make a token for a program',
    body: grantTerms.extend({ name: tokenName }),
    result: createdToken,
  },
  tokensList: {
    method: 'GET',
    path: '/api/tokens',
    right: 'administer',
    summary: 'All tokens, without their secrets',
    result: z.object({ tokens: z.array(listedToken) }),
  },
  tokenRevoke: {
    method: 'DELETE',
    path: '/api/tokens/:id',
    right: 'administer',
    summary: 'Make a token worthless',
    params: z.object({ id: z.string().min(1).max(64) }),
    result: z.object({ revoked: z.string() }),
  },
  usersList: {
    method: 'GET',
    path: '/api/users',
    right: 'administer',
    summary: 'All accounts and what they may do',
    result: z.object({ users: z.array(listedUser) }),
  },
  userAdd: {
    method: 'POST',
    path: '/api/users',
    right: 'administer',
    recentLogIn: true,
    summary: 'Make an account',
    body: z.object({ name: accountName, password: password.optional(), grant: grantTerms.optional() }),
    result: listedUser,
  },
  userPassword: {
    method: 'POST',
    path: '/api/users/:name/password',
    right: 'administer',
    recentLogIn: true,
    summary: 'Set the password of an account, and end its sessions',
    params: byName,
    body: z.object({ password }),
    result: listedUser,
  },
  userInvite: {
    method: 'POST',
    path: '/api/users/:name/invitation',
    right: 'administer',
    recentLogIn: true,
    givesSecret: true,
    summary:
      'Make a link by which the person of an account chooses its password; one made before works no more',
    params: byName,
    result: invitation,
  },
  userDisable: {
    method: 'POST',
    path: '/api/users/:name/disable',
    right: 'administer',
    summary: 'Let an account do nothing, and end its sessions; its tokens and links work no more',
    params: byName,
    result: listedUser,
  },
  userEnable: {
    method: 'POST',
    path: '/api/users/:name/enable',
    right: 'administer',
    recentLogIn: true,
    summary: 'Let a disabled account do again what it is allowed',
    params: byName,
    result: listedUser,
  },
  userReach: {
    method: 'GET',
    path: '/api/users/:name/reach',
    right: 'administer',
    summary: 'What an account sees and may do',
    params: byName,
    result: accountReach,
  },
  userTotpOff: {
    method: 'DELETE',
    path: '/api/users/:name/totp',
    right: 'administer',
    recentLogIn: true,
    summary: 'Stop asking an account for the code of its authenticator app',
    params: byName,
    result: listedUser,
  },
  userPasskeys: {
    method: 'GET',
    path: '/api/users/:name/passkeys',
    right: 'administer',
    summary: 'The passkeys of an account',
    params: byName,
    result: z.object({ passkeys: z.array(listedPasskey) }),
  },
  userPasskeyRemove: {
    method: 'DELETE',
    path: '/api/users/:name/passkeys/:id',
    right: 'administer',
    recentLogIn: true,
    summary: 'Remove a passkey of an account',
    params: byName.extend({ id: z.string().min(1).max(2_048) }),
    result: z.object({ removed: z.string() }),
  },
  userRemove: {
    method: 'DELETE',
    path: '/api/users/:name',
    right: 'administer',
    summary: 'Remove an account, its grants, tokens and sessions',
    params: byName,
    result: z.object({ removed: accountName }),
  },
  userGrant: {
    method: 'POST',
    path: '/api/users/:name/grants',
    right: 'administer',
    recentLogIn: true,
    summary: 'Allow an account something',
    params: byName,
    body: grantTerms,
    result: listedUser,
  },
  userUngrant: {
    method: 'DELETE',
    path: '/api/users/:name/grants/:id',
    right: 'administer',
    summary: 'Take something back that was allowed',
    params: byName.extend({ id: text }),
    result: listedUser,
  },
  nodeGrants: {
    method: 'GET',
    path: '/api/nodes/:name/grants',
    right: 'administer',
    summary: 'What a node is limited to',
    params: byNodeName,
    result: nodeGrantsResult,
  },
  nodeGrant: {
    method: 'POST',
    path: '/api/nodes/:name/grants',
    right: 'administer',
    summary: 'Limit a node to what it is granted',
    params: byNodeName,
    body: grantTerms,
    result: nodeGrantsResult,
  },
  nodeUngrant: {
    method: 'DELETE',
    path: '/api/nodes/:name/grants/:id',
    right: 'administer',
    summary: 'Take a grant of a node back; without any it reaches everything',
    params: byNodeName.extend({ id: text }),
    result: nodeGrantsResult,
  },
} as const satisfies Record<string, PlainRoute>;
