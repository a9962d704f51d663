/** What people change of their own account: how it proves itself, and the tokens of their programs. For who is logged in with a browser. */
import { z } from 'zod';
import { rights } from '../caller.ts';
import { count } from '../common.ts';
import type { PlainRoute } from '../route.ts';
import { createdToken, listedPasskey, listedToken, password, someOf, tokenName } from './access.ts';

/** What browsers and authenticators say to each other (WebAuthn 5.1, JSON forms); whoever checks it knows its parts. */
const webAuthn = z.record(z.string(), z.unknown());
const passkeyName = z.string().trim().max(64);
const ticket = z.string().min(1).max(128);
const byPasskey = z.object({ id: z.string().min(1).max(2_048) });
const byToken = z.object({ id: z.string().min(1).max(64) });
/** Shown this once. */
const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });
const done = z.object({});

const waysIn = z.object({
  hasPassword: z.boolean(),
  /** The code of an authenticator app after the password. */
  hasTotp: z.boolean(),
  /** That are left. */
  recoveryCodes: count,
  passkeys: z.array(listedPasskey),
  /** The host name that a passkey made now would work for; null where passkeys do not work. */
  passkeySite: z.string().nullable(),
  /** Where people reach the archive, when that is set: passkeys work there. */
  publicUrl: z.string().nullable(),
  /** Where people may log in beside here. */
  provider: z.object({ label: z.string(), isConnected: z.boolean() }).nullable(),
  /** Whether this session began not long ago, so that it may change any of it. */
  mayChange: z.boolean(),
});
export type WaysIn = z.output<typeof waysIn>;

const passkeyDialog = z.object({
  /** PublicKeyCredentialCreationOptionsJSON. */
  options: webAuthn,
  ticket: z.string(),
});

const totpSetUp = z.object({
  /** Base32, for who types it. */
  secret: z.string(),
  /** `otpauth:`, for a QR code. */
  address: z.string(),
  ticket: z.string(),
});
export type TotpSetUpAnswer = z.output<typeof totpSetUp>;

/** What they change is in the audit log by this name. */
const action = 'change credentials';

export const ownAccountRoutes = {
  myWaysIn: {
    method: 'GET',
    path: '/api/me/ways-in',
    right: 'known',
    summary: 'How you can log in; for who is',
    result: waysIn,
  },
  myPassword: {
    method: 'POST',
    path: '/api/me/password',
    right: 'known',
    action,
    summary: 'Change your password, and end your other sessions',
    body: z.object({ old: password, password }),
    result: done,
  },
  myTotpBegin: {
    method: 'POST',
    path: '/api/me/totp',
    right: 'known',
    action,
    recentLogIn: true,
    givesSecret: true,
    summary: 'Begin to set up an authenticator app; nothing changes until a code of it is confirmed',
    result: totpSetUp,
  },
  myTotpConfirm: {
    method: 'POST',
    path: '/api/me/totp/confirm',
    right: 'known',
    action,
    recentLogIn: true,
    givesSecret: true,
    summary: 'Ask for the code of this authenticator app from now on, and end your other sessions',
    body: z.object({ ticket, code: z.string().min(1).max(16) }),
    result: recoveryCodes,
  },
  myTotpOff: {
    method: 'DELETE',
    path: '/api/me/totp',
    right: 'known',
    action,
    recentLogIn: true,
    summary: 'Stop asking you for the code of your authenticator app',
    result: done,
  },
  myRecoveryCodes: {
    method: 'POST',
    path: '/api/me/recovery-codes',
    right: 'known',
    action,
    recentLogIn: true,
    givesSecret: true,
    summary: 'Make new recovery codes; the old ones are worth nothing',
    result: recoveryCodes,
  },
  myPasskeyBegin: {
    method: 'POST',
    path: '/api/me/passkeys/begin',
    right: 'known',
    action,
    recentLogIn: true,
    givesSecret: true,
    summary: 'What the browser asks an authenticator with for a new passkey',
    result: passkeyDialog,
  },
  myPasskeyAdd: {
    method: 'POST',
    path: '/api/me/passkeys',
    right: 'known',
    action,
    recentLogIn: true,
    summary: 'Keep the passkey that an authenticator made',
    /** `answer`: RegistrationResponseJSON. */
    body: z.object({ ticket, name: passkeyName.default(''), answer: webAuthn }),
    result: listedPasskey,
  },
  myPasskeyRename: {
    method: 'PATCH',
    path: '/api/me/passkeys/:id',
    right: 'known',
    action,
    summary: 'Call a passkey of yours something else',
    params: byPasskey,
    body: z.object({ name: passkeyName.min(1) }),
    result: listedPasskey,
  },
  myPasskeyRemove: {
    method: 'DELETE',
    path: '/api/me/passkeys/:id',
    right: 'known',
    action,
    recentLogIn: true,
    summary: 'Remove a passkey of yours',
    params: byPasskey,
    result: z.object({ removed: z.string() }),
  },
  myProviderDisconnect: {
    method: 'DELETE',
    path: '/api/me/provider',
    right: 'known',
    action,
    recentLogIn: true,
    summary: 'Log in at the provider no more',
    result: done,
  },
  myTokens: {
    method: 'GET',
    path: '/api/me/tokens',
    right: 'known',
    summary: 'The tokens of your programs, without their secrets',
    result: z.object({ tokens: z.array(listedToken) }),
  },
  myTokenCreate: {
    method: 'POST',
    path: '/api/me/tokens',
    right: 'known',
    action,
    recentLogIn: true,
    givesSecret: true,
    summary: 'Make a token for a program of yours: it reaches as far as you, and no further',
    body: z.object({ name: tokenName, rights: someOf(rights), expiresAt: z.iso.datetime() }),
    result: createdToken,
  },
  myTokenRevoke: {
    method: 'DELETE',
    path: '/api/me/tokens/:id',
    right: 'known',
    action,
    summary: 'Make a token of yours worthless',
    params: byToken,
    result: z.object({ revoked: z.string() }),
  },
} as const satisfies Record<string, PlainRoute>;
