import { createHmac, randomBytes } from 'node:crypto';
import { IsocenterError } from '../base/index.ts';

/** OWASP's recommendation for Argon2id: 19 MiB, two passes. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Checks at the same time: each takes a thread and {@link COST} memory for some 30 ms. */
const AT_ONCE = 2;
/** Checks that may wait; more are an attack. */
const MAX_WAITING = 64;
/** How long a password that was right is remembered, for clients that send it with every request. */
const REMEMBERED_MS = 5 * 60_000;
const MAX_REMEMBERED = 1_000;
const MIN_LENGTH = 10;
const MIN_DIFFERENT = 5;

/** Argon2id, a few at a time. The library is loaded when the first password comes. */
export class Passwords {
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  readonly #remembered = new Map<string, number>();
  readonly #key = randomBytes(32);
  /** A hash of nothing anybody knows: an unknown account takes as long to refuse as a known one. */
  #decoy: Promise<string> | undefined;

  hash(password: string): Promise<string> {
    return this.#inTurn(async () => {
      const { hash } = await import('@node-rs/argon2');
      return await hash(password, COST);
    });
  }

  /** False for an undefined hash, after the same time. Throws `access/busy`. */
  async verify(hash: string | undefined, password: string, now: number): Promise<boolean> {
    const mark = createHmac('sha256', this.#key)
      .update(`${hash ?? ''}\n${password}`)
      .digest('base64');
    if ((this.#remembered.get(mark) ?? 0) > now) return true;
    const compared = hash ?? (await this.#decoyHash());
    const isRight = await this.#inTurn(async () => {
      const { verify } = await import('@node-rs/argon2');
      return await verify(compared, password);
    });
    if (!isRight || hash === undefined) return false;
    if (this.#remembered.size >= MAX_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(mark, now + REMEMBERED_MS);
    return true;
  }

  /** Made once; one that could not be made is made the next time. */
  #decoyHash(): Promise<string> {
    this.#decoy ??= this.hash(randomBytes(16).toString('hex')).catch((error: unknown) => {
      this.#decoy = undefined;
      throw error;
    });
    return this.#decoy;
  }

  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#running >= AT_ONCE) {
      if (this.#waiting.length >= MAX_WAITING) throw new IsocenterError('access/busy');
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#running++;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      // Whoever waits takes the place over.
      if (next) next();
      else this.#running--;
    }
  }
}

/** The start of what every list of stolen passwords begins with. */
const KNOWN = /^(password|passw0rd|qwert|asdf|1234|abcd|letmein|welcome|iloveyou|admin|changeme|isocenter)/i;

/** Throws `access/weak-password`. Length is what counts (NIST SP 800-63B 5.1.1.2), not kinds of characters. */
export function requireStrong(password: string, account: string): void {
  const reason = weakness(password.normalize('NFKC'), account);
  if (reason) throw new IsocenterError('access/weak-password', { reason });
}

function weakness(password: string, account: string): string | undefined {
  if ([...password].length < MIN_LENGTH) return `it has fewer than ${MIN_LENGTH} characters`;
  if (new Set(password.toLowerCase()).size < MIN_DIFFERENT)
    return `it has fewer than ${MIN_DIFFERENT} different characters`;
  if (password.toLowerCase().includes(account.toLowerCase()) && account.length > 2)
    return 'it contains the name of the account';
  if (KNOWN.test(password) && [...password].length < 2 * MIN_LENGTH)
    return 'it begins like the passwords that are tried first';
  return undefined;
}
