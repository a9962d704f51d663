import { randomBytes } from 'node:crypto';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { z } from 'zod';
import { type Clock, IsocenterError } from '../base/index.ts';
import type { ListedPasskey } from '../contract/index.ts';
import type { Credentials, StoredPasskey, UserSecrets } from './credentials.ts';
import type { AccessRegistry } from './registry.ts';
import { Tickets } from './tickets.ts';

interface PasskeysParts {
  readonly registry: AccessRegistry;
  readonly credentials: Credentials;
  readonly clock: Clock;
}

/** Where people reach us: passkeys belong to it and work nowhere else (WebAuthn 4, "relying party"). */
export interface Site {
  /** `https://images.example.org` */
  readonly origin: string;
  /** The host name alone. */
  readonly id: string;
}

/** What a browser needs for its passkey dialog, and the secret that it answers with. */
export interface PasskeyDialog {
  /** PublicKeyCredentialCreationOptionsJSON or PublicKeyCredentialRequestOptionsJSON. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly ticket: string;
}

interface Begun {
  readonly challenge: string;
  readonly site: string;
  /** Who registers one; absent for a login. */
  readonly account?: string;
}

const SITE_NAME = 'Isocenter';
/** Of one account. */
const MAX_PASSKEYS = 20;
const DIALOG_MS = 5 * 60_000;
const DIALOG_LIMITS = { lifetimeMs: DIALOG_MS, total: 10_000, perAddress: 50 };
/** COSE: EdDSA, ES256, RS256. What authenticators can do; others of the library are experiments in Node. */
const ALGORITHMS = [-8, -7, -257];
const USER_HANDLE_BYTES = 32;
const MAX_NAME_LENGTH = 64;

const base64url = z
  .string()
  .regex(/^[\w-]+$/)
  .max(8_192);
const registrationAnswer = z.looseObject({
  ...{ id: base64url, rawId: base64url, type: z.literal('public-key') },
  response: z.looseObject({ clientDataJSON: base64url, attestationObject: base64url }),
});
const logInAnswer = z.looseObject({
  ...{ id: base64url, rawId: base64url, type: z.literal('public-key') },
  response: z.looseObject({
    ...{ clientDataJSON: base64url, authenticatorData: base64url, signature: base64url },
    userHandle: base64url.nullish(),
  }),
});

// The library is loaded when somebody has use for it.
const library = () => import('@simplewebauthn/server');

/**
 * Keys that a phone, a computer or a security stick keeps for us and shows after its own check of who is there, so that one of
 * them is both factors. Every challenge works once.
 */
export class Passkeys {
  readonly #parts: PasskeysParts;
  readonly #logIns = new Tickets<Begun>(DIALOG_LIMITS);
  readonly #registrations = new Tickets<Begun>(DIALOG_LIMITS);

  constructor(parts: PasskeysParts) {
    this.#parts = parts;
  }

  list(account: string): ListedPasskey[] {
    return this.#of(account).map(({ id, name, site, createdAt, usedAt, isBackedUp }) => {
      return { id, name, site, createdAt, usedAt, isBackedUp };
    });
  }

  /** Throws `input/invalid` when there are too many. */
  async beginRegistration(account: string, site: Site, address: string): Promise<PasskeyDialog> {
    const own = this.#of(account);
    if (own.length >= MAX_PASSKEYS) throw invalid(`An account has ${MAX_PASSKEYS} passkeys at most.`);
    const { generateRegistrationOptions } = await library();
    const options = await generateRegistrationOptions({
      ...{ rpName: SITE_NAME, rpID: site.id, userName: account, timeout: DIALOG_MS },
      userID: new Uint8Array(Buffer.from(await this.#handleOf(account), 'base64url')),
      supportedAlgorithmIDs: ALGORITHMS,
      // Which maker's device it is does not matter to us, and tells something of its owner.
      attestationType: 'none',
      excludeCredentials: own.filter((passkey) => passkey.site === site.id).map(({ id }) => ({ id })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    const begun = { challenge: options.challenge, site: site.id, account };
    return {
      options: { ...options },
      ticket: this.#registrations.issue(begun, address, this.#parts.clock.monotonic()),
    };
  }

  /** Keeps the passkey that the browser made. Throws `access/passkey-refused`. */
  async register(
    ticket: string,
    account: string,
    name: string,
    answer: unknown,
    site: Site,
  ): Promise<ListedPasskey> {
    const begun = this.#registrations.take(ticket, this.#parts.clock.monotonic());
    if (begun?.account !== account || begun.site !== site.id) throw refused('no challenge waits for it');
    const made = await this.#madeBy(answer, begun.challenge, site);
    const label = labelOf(name) || 'Passkey';
    const stored = { ...made, name: label, createdAt: this.#now(), usedAt: null };
    await this.#parts.credentials.changeUser(account, (secrets) => {
      const own = secrets.passkeys ?? [];
      if (this.#accountOf(stored.id) !== undefined) throw refused('it is registered already');
      if (own.length >= MAX_PASSKEYS) throw invalid(`An account has ${MAX_PASSKEYS} passkeys at most.`);
      return { ...secrets, passkeys: [...own, stored] };
    });
    return this.list(account).find(({ id }) => id === stored.id)!;
  }

  /** Throws `archive/not-found`. */
  async rename(account: string, id: string, name: string): Promise<ListedPasskey> {
    await this.#parts.credentials.changeUser(account, (secrets) => ({
      ...secrets,
      passkeys: (secrets.passkeys ?? []).map((one) =>
        one.id === id ? { ...one, name: labelOf(name) } : one,
      ),
    }));
    const renamed = this.list(account).find((one) => one.id === id);
    if (renamed) return renamed;
    throw new IsocenterError('archive/not-found', { what: 'passkey' });
  }

  /** For whoever it is: the browser asks which passkey, and so who. */
  async beginLogIn(site: Site, address: string): Promise<PasskeyDialog> {
    const { generateAuthenticationOptions } = await library();
    const options = await generateAuthenticationOptions({
      ...{ rpID: site.id, timeout: DIALOG_MS, userVerification: 'required' },
    });
    const begun = { challenge: options.challenge, site: site.id };
    return {
      options: { ...options },
      ticket: this.#logIns.issue(begun, address, this.#parts.clock.monotonic()),
    };
  }

  /** The account whose passkey answered. Throws `access/passkey-refused`, whatever is wrong. */
  async prove(ticket: string, answer: unknown, site: Site): Promise<string> {
    const begun = this.#logIns.take(ticket, this.#parts.clock.monotonic());
    if (begun?.site !== site.id) throw refused('no challenge waits for it');
    const parsed = logInAnswer.safeParse(answer);
    if (!parsed.success) throw refused('the answer cannot be read');
    const account = this.#accountOf(parsed.data.id);
    if (account === undefined) throw refused('it is not known');
    // One after the other: two answers must not both find the counter that one of them leaves.
    await this.#parts.credentials.changeUser(account, (secrets) =>
      this.#withUse(secrets, parsed.data as unknown as AuthenticationResponseJSON, begun.challenge, site),
    );
    return account;
  }

  /** Throws `archive/not-found`. */
  async remove(account: string, id: string): Promise<void> {
    await this.#parts.credentials.changeUser(account, (secrets) => {
      const left = (secrets.passkeys ?? []).filter((passkey) => passkey.id !== id);
      if (left.length === (secrets.passkeys ?? []).length)
        throw new IsocenterError('archive/not-found', { what: 'passkey' });
      return { ...secrets, passkeys: left };
    });
  }

  async #madeBy(answer: unknown, expectedChallenge: string, { origin, id }: Site) {
    const parsed = registrationAnswer.safeParse(answer);
    if (!parsed.success) throw refused('the answer cannot be read');
    const { verifyRegistrationResponse } = await library();
    const { registrationInfo } = await checked(
      verifyRegistrationResponse({
        response: parsed.data as unknown as RegistrationResponseJSON,
        ...{ expectedChallenge, expectedOrigin: origin, expectedRPID: id, requireUserVerification: true },
        supportedAlgorithmIDs: ALGORITHMS,
      }),
    );
    if (!registrationInfo) throw refused('its attestation is not right');
    const { credential, credentialBackedUp } = registrationInfo;
    const publicKey = Buffer.from(credential.publicKey).toString('base64url');
    return {
      id: credential.id,
      publicKey,
      counter: credential.counter,
      site: id,
      isBackedUp: credentialBackedUp,
    };
  }

  async #withUse(
    secrets: UserSecrets,
    response: AuthenticationResponseJSON,
    expectedChallenge: string,
    { origin, id: expectedRPID }: Site,
  ): Promise<UserSecrets> {
    const { passkeys = [], userHandle } = secrets;
    const passkey = passkeys.find(({ id, site }) => id === response.id && site === expectedRPID);
    if (!passkey) throw refused('it belongs to another site');
    if (response.response.userHandle && response.response.userHandle !== userHandle)
      throw refused('it belongs to another account');
    const { verifyAuthenticationResponse } = await library();
    const publicKey = new Uint8Array(Buffer.from(passkey.publicKey, 'base64url'));
    const { verified, authenticationInfo } = await checked(
      verifyAuthenticationResponse({
        ...{ response, expectedChallenge, expectedOrigin: origin, expectedRPID },
        requireUserVerification: true,
        // Refuses a counter that did not go up: then there is a copy of the key (WebAuthn 6.1.1).
        credential: { id: passkey.id, publicKey, counter: passkey.counter },
      }),
    );
    if (!verified) throw refused('its signature is not right');
    const used: StoredPasskey = { ...passkey, counter: authenticationInfo.newCounter, usedAt: this.#now() };
    return { ...secrets, passkeys: passkeys.map((one) => (one === passkey ? used : one)) };
  }

  /** What authenticators know an account by: random, so that it says nothing. */
  async #handleOf(account: string): Promise<string> {
    const fresh = randomBytes(USER_HANDLE_BYTES).toString('base64url');
    const known = this.#parts.credentials.ofUser(account)?.userHandle;
    if (known !== undefined) return known;
    await this.#parts.credentials.changeUser(account, (secrets) => ({ userHandle: fresh, ...secrets }));
    return this.#parts.credentials.ofUser(account)?.userHandle ?? fresh;
  }

  #of(account: string): readonly StoredPasskey[] {
    return this.#parts.credentials.ofUser(account)?.passkeys ?? [];
  }

  #accountOf(passkey: string): string | undefined {
    return [...this.#parts.registry.users.keys()].find((name) =>
      this.#of(name).some(({ id }) => id === passkey),
    );
  }

  #now(): string {
    return this.#parts.clock.now().toISOString();
  }
}

const labelOf = (name: string): string => name.trim().slice(0, MAX_NAME_LENGTH);

/** What the library refuses, as an error of ours. */
async function checked<Result>(verifying: Promise<Result>): Promise<Result> {
  try {
    return await verifying;
  } catch (error) {
    throw refused('the library refuses it', error);
  }
}

const invalid = (reason: string): IsocenterError => new IsocenterError('input/invalid', { reason });

/** People are told the same whatever it is; the cause is for who looks for a fault. */
function refused(reason: string, cause?: unknown): IsocenterError {
  return new IsocenterError('access/passkey-refused', {}, cause ?? new Error(reason));
}
