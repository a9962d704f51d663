import { randomUUID } from 'node:crypto';
import { type Clock, IsocenterError } from '../base/index.ts';
import type { Caller } from '../contract/index.ts';
import type { Attempts } from './attempts.ts';
import type { Credentials } from './credentials.ts';
import type { Passkeys, Site } from './passkeys.ts';
import type { Passwords } from './passwords.ts';
import type { AccessRegistry } from './registry.ts';
import type { SecondFactor } from './second-factor.ts';
import type { Sessions } from './sessions.ts';
import { Tickets } from './tickets.ts';

interface LogInsParts {
  readonly registry: AccessRegistry;
  readonly credentials: Credentials;
  readonly passwords: Passwords;
  readonly attempts: Attempts;
  readonly sessions: Sessions;
  readonly secondFactor: SecondFactor;
  readonly passkeys: Passkeys;
  readonly clock: Clock;
  /** What an account may do now. */
  readonly callerOf: (name: string, address: string) => Caller;
}

/** A browser that somebody logs in with. */
export interface Browser {
  readonly address: string;
  readonly agent: string;
  /** What it got when somebody last logged in with it; failed attempts are counted for it and not for its address. */
  readonly device?: string;
  /** The cookie of a session that the new one replaces. */
  readonly session?: string;
}

export interface LoggedIn {
  readonly caller: Caller;
  /** For the cookie of the session. */
  readonly session: string;
  readonly device: string;
}

/** The password was right, and a code is still asked for. */
export interface SecondStep {
  readonly ticket: string;
}

/** How long the second step may take. */
const SECOND_STEP_LIMITS = { lifetimeMs: 5 * 60_000, total: 10_000, perAddress: 50 };

/** How people prove who they are, and the sessions that they get for it. */
export class LogIns {
  readonly #parts: LogInsParts;
  /** The hash beside the name: a password that changes meanwhile proves nothing any more. */
  readonly #waiting = new Tickets<{ readonly name: string; readonly passwordHash: string | undefined }>(
    SECOND_STEP_LIMITS,
  );

  constructor(parts: LogInsParts) {
    this.#parts = parts;
  }

  /** Begins a session, or the second step. Throws as `requirePassword` does. */
  async withPassword(name: string, password: string, browser: Browser): Promise<LoggedIn | SecondStep> {
    const { secondFactor, clock } = this.#parts;
    await this.requirePassword(name, password, this.#sourceOf(name, browser));
    if (!secondFactor.isOn(name)) return await this.begin(name, browser);
    const waiting = { name, passwordHash: this.#hashOf(name) };
    return { ticket: this.#waiting.issue(waiting, browser.address, clock.monotonic()) };
  }

  /** Whether a second step waits for its code. */
  isWaiting(ticket: string): boolean {
    return this.#waiting.look(ticket, this.#parts.clock.monotonic()) !== undefined;
  }

  /** The second step. Throws `access/wrong-code`, `access/too-many-attempts`, `access/unauthenticated`. */
  async withCode(ticket: string, code: string, browser: Browser): Promise<LoggedIn> {
    const { secondFactor, clock } = this.#parts;
    const waiting = this.#waiting.look(ticket, clock.monotonic());
    if (!waiting || this.#hashOf(waiting.name) !== waiting.passwordHash)
      throw unauthenticated('the login took too long; begin again');
    await secondFactor.prove(waiting.name, code, this.#sourceOf(waiting.name, browser));
    this.#waiting.take(ticket, clock.monotonic());
    return await this.begin(waiting.name, browser);
  }

  /** A passkey is both steps: its device looks who is there. Throws `access/passkey-refused`. */
  async withPasskey(ticket: string, answer: unknown, site: Site, browser: Browser): Promise<LoggedIn> {
    return await this.begin(await this.#parts.passkeys.prove(ticket, answer, site), browser);
  }

  /** Begins a session for somebody who has proved themselves; one that the browser had before ends. */
  async begin(name: string, browser: Browser): Promise<LoggedIn> {
    const { credentials, sessions, attempts, clock, callerOf } = this.#parts;
    const { address, agent, device = '', session: before } = browser;
    const now = clock.now();
    const caller = callerOf(name, address);
    const newDevice = this.#isKnown(name, device) ? device : randomUUID();
    attempts.know(name, newDevice);
    if (before !== undefined) await sessions.end(before);
    const session = await sessions.begin({ user: name, address, agent }, now.getTime());
    await credentials.changeUser(name, (secrets) => ({ ...secrets, loggedInAt: now.toISOString() }));
    return { caller, session, device: newDevice };
  }

  /** Who has this password, for programs that send it with every request. Throws as `requirePassword` does. */
  async byPassword(name: string, password: string, address: string): Promise<Caller> {
    await this.requirePassword(name, password, address);
    if (this.#parts.secondFactor.isOn(name))
      throw unauthenticated('this account logs in with a code too; programs need a token');
    return this.#parts.callerOf(name, address);
  }

  /**
   * @param source what failed attempts are counted for: the address, or a browser that logged in before.
   * Throws `access/unauthenticated`, `access/too-many-attempts`, `access/busy`.
   */
  async requirePassword(name: string, password: string, source: string): Promise<void> {
    const { passwords, attempts, secondFactor, clock } = this.#parts;
    const now = clock.monotonic();
    attempts.begin(name, source, now);
    const isRight = await passwords.verify(this.#hashOf(name), password, now).catch((error: unknown) => {
      // Nobody looked at it.
      attempts.withdraw(name, source);
      throw error;
    });
    if (!isRight) throw unauthenticated('the name or the password is wrong');
    // Half of the proof does not make a place one that is known.
    if (secondFactor.isOn(name)) attempts.withdraw(name, source);
    else attempts.succeeded(name, source);
  }

  #hashOf(name: string): string | undefined {
    const { registry, credentials } = this.#parts;
    return registry.isActive(name) ? credentials.ofUser(name)?.passwordHash : undefined;
  }

  #sourceOf(name: string, { device = '', address }: Browser): string {
    return this.#isKnown(name, device) ? device : address;
  }

  #isKnown(name: string, device: string): boolean {
    return device !== '' && this.#parts.attempts.isProven(name, device);
  }
}

function unauthenticated(reason: string): IsocenterError {
  return new IsocenterError('access/unauthenticated', { reason });
}
