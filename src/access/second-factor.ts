import { type Clock, IsocenterError } from '../base/index.ts';
import type { Attempts } from './attempts.ts';
import type { Credentials, UserSecrets } from './credentials.ts';
import { newRecoveryCodes, withoutCode } from './recovery-codes.ts';
import { Tickets } from './tickets.ts';
import { newTotpSecret, stepOfCode, totpAddress } from './totp.ts';

interface SecondFactorParts {
  readonly credentials: Credentials;
  readonly attempts: Attempts;
  readonly clock: Clock;
}

/** An authenticator app that is being set up. */
export interface TotpSetUp {
  /** Base32, for who types it. */
  readonly secret: string;
  /** For the QR code. */
  readonly address: string;
  readonly ticket: string;
}

/** A set-up that is begun waits so long for its first code. */
const SET_UP_LIMITS = { lifetimeMs: 30 * 60_000, total: 1_000, perAddress: 20 };
/** Names of accounts have no colon: codes are counted apart from passwords. */
const ATTEMPT_PREFIX = 'code:';

/** The second step of logging in: a code of an authenticator app, or a recovery code. Each code works once. */
export class SecondFactor {
  readonly #parts: SecondFactorParts;
  readonly #begun = new Tickets<{ readonly account: string; readonly secret: string }>(SET_UP_LIMITS);

  constructor(parts: SecondFactorParts) {
    this.#parts = parts;
  }

  /** Only for accounts that exist. */
  isOn(account: string): boolean {
    return this.#parts.credentials.ofUser(account)?.totp !== undefined;
  }

  /** How many recovery codes an account has left. */
  recoveryCodesLeft(account: string): number {
    return this.#parts.credentials.ofUser(account)?.recoveryCodes?.length ?? 0;
  }

  /** Nothing is kept until a code came back. @param site what the app calls us. */
  async begin(account: string, site: string, address: string): Promise<TotpSetUp> {
    const secret = await newTotpSecret();
    const ticket = this.#begun.issue({ account, secret }, address, this.#parts.clock.monotonic());
    return { secret, ticket, address: await totpAddress(secret, site, account) };
  }

  /** A set-up of this account that waits for its code; undefined when it took too long. */
  async begun(ticket: string, account: string, site: string): Promise<TotpSetUp | undefined> {
    const begun = this.#begun.look(ticket, this.#parts.clock.monotonic());
    if (begun?.account !== account) return undefined;
    return { secret: begun.secret, ticket, address: await totpAddress(begun.secret, site, account) };
  }

  /** Turns it on; answers the recovery codes, this once. Throws `access/wrong-code`. */
  async confirm(ticket: string, account: string, code: string): Promise<string[]> {
    const begun = this.#begun.look(ticket, this.#parts.clock.monotonic());
    if (begun?.account !== account) throw new IsocenterError('access/wrong-code');
    const lastStep = await stepOfCode(begun.secret, digitsOf(code), this.#now());
    if (lastStep === undefined) throw new IsocenterError('access/wrong-code');
    this.#begun.take(ticket, this.#parts.clock.monotonic());
    const { codes, hashes } = newRecoveryCodes();
    const totp = { secret: begun.secret, lastStep };
    await this.#parts.credentials.changeUser(account, (secrets) => ({
      ...secrets,
      totp,
      recoveryCodes: hashes,
    }));
    return codes;
  }

  /**
   * Proves it with a code of either kind.
   * @param source what failed attempts are counted for. Throws `access/wrong-code` or `access/too-many-attempts`.
   */
  async prove(account: string, code: string, source: string): Promise<void> {
    const { attempts, credentials, clock } = this.#parts;
    attempts.begin(`${ATTEMPT_PREFIX}${account}`, source, clock.monotonic());
    await credentials.changeUser(account, (secrets) => this.#withCodeUsed(secrets, code));
    attempts.succeeded(`${ATTEMPT_PREFIX}${account}`, source);
  }

  /** New ones; the old ones are worth nothing. Throws `input/invalid` when no code is asked for. */
  async renewRecoveryCodes(account: string): Promise<string[]> {
    const { codes, hashes } = newRecoveryCodes();
    await this.#parts.credentials.changeUser(account, (secrets) => {
      if (!secrets.totp) throw new IsocenterError('input/invalid', { reason: 'Two-step login is off.' });
      return { ...secrets, recoveryCodes: hashes };
    });
    return codes;
  }

  async turnOff(account: string): Promise<void> {
    await this.#parts.credentials.changeUser(
      account,
      ({ totp: _totp, recoveryCodes: _codes, ...others }) => others,
    );
  }

  async #withCodeUsed(secrets: UserSecrets, code: string): Promise<UserSecrets> {
    const { totp, recoveryCodes = [] } = secrets;
    const step = totp && (await stepOfCode(totp.secret, digitsOf(code), this.#now()));
    // RFC 6238 5.2: no code is taken twice, nor one from before it.
    if (totp && step !== undefined && step > totp.lastStep)
      return { ...secrets, totp: { ...totp, lastStep: step } };
    const left = withoutCode(recoveryCodes, code);
    if (totp && left) return { ...secrets, recoveryCodes: left };
    throw new IsocenterError('access/wrong-code');
  }

  #now(): number {
    return this.#parts.clock.now().getTime();
  }
}

/** Apps show codes in two groups. */
const digitsOf = (code: string): string => code.replace(/\s/g, '');
