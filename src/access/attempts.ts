import { IsocenterError } from '../base/index.ts';

/** Wrong passwords for one account from one place before it has to wait. */
const FREE_ATTEMPTS = 5;
/** From one place, whatever the account. */
const FREE_ATTEMPTS_OF_SOURCE = 50;
/** For one account from places it was never used from: many hosts share the guessing. */
const FREE_ATTEMPTS_OF_ACCOUNT = 200;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15 * 60_000;
/** Failures are forgotten after so long. */
const FORGOTTEN_MS = 60 * 60_000;
/** Of what is remembered; the oldest goes. */
const MAX_REMEMBERED = 20_000;

interface Failures {
  count: number;
  last: number;
}

/**
 * Slows guessing down. Waits are counted by account *and* place, so that nobody can lock others out: whoever logged in
 * from a place before goes on from there, whatever happens elsewhere.
 */
export class Attempts {
  readonly #failures = new Map<string, Failures>();
  readonly #proven = new Map<string, true>();

  /**
   * Counts an attempt as failed until `succeeded` says otherwise, so that attempts at the same time count too.
   * @param source an address, or a browser that has logged in before.
   * @param now milliseconds that never go back.
   * Throws `access/too-many-attempts`.
   */
  begin(account: string, source: string, now: number): void {
    const isProven = this.isProven(account, source);
    const limits = [
      [pair(account, source), FREE_ATTEMPTS],
      ...(isProven ? [] : [[`source ${source}`, FREE_ATTEMPTS_OF_SOURCE] as const]),
      ...(isProven ? [] : [[`account ${account}`, FREE_ATTEMPTS_OF_ACCOUNT] as const]),
    ] as const;
    const wait = Math.max(...limits.map(([key, free]) => this.#waitOf(key, free, now)));
    if (wait > 0) throw new IsocenterError('access/too-many-attempts', { seconds: Math.ceil(wait / 1000) });
    for (const [key] of limits) this.#count(key, now);
  }

  /** Whether this account was logged in to from there. */
  isProven(account: string, source: string): boolean {
    return this.#proven.has(pair(account, source));
  }

  /** The attempt was right after all: it counts nowhere, and this place is known. */
  succeeded(account: string, source: string): void {
    this.withdraw(account, source);
    this.#failures.delete(pair(account, source));
    this.know(account, source);
  }

  /** This account is used from there. */
  know(account: string, source: string): void {
    remember(this.#proven, pair(account, source), true);
  }

  /** The attempt was none: it counts nowhere, and says nothing of the place. */
  withdraw(account: string, source: string): void {
    for (const key of [pair(account, source), `source ${source}`, `account ${account}`]) {
      const known = this.#failures.get(key);
      if (known && known.count > 0) known.count--;
    }
  }

  #waitOf(key: string, free: number, now: number): number {
    const failures = this.#failures.get(key);
    if (!failures || failures.count < free || now - failures.last > FORGOTTEN_MS) return 0;
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures.count - free));
    return failures.last + wait - now;
  }

  #count(key: string, now: number): void {
    const before = this.#failures.get(key);
    const count = before && now - before.last <= FORGOTTEN_MS ? before.count : 0;
    remember(this.#failures, key, { count: count + 1, last: now });
  }
}

const pair = (account: string, source: string): string => `${account} from ${source}`;

function remember<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > MAX_REMEMBERED) map.delete(map.keys().next().value!);
}
