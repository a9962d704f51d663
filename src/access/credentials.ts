import { z } from 'zod';
import { newQueue } from '../base/index.ts';
import type { PrivateFiles } from '../store/index.ts';

/** What is kept of a passkey: nothing of it is secret but who has it. */
const storedPasskey = z.object({
  /** As the authenticator names it, base64url. */
  id: z.string(),
  /** COSE_Key, base64url. */
  publicKey: z.string(),
  /** How often it was used, when the authenticator counts; 0 otherwise. */
  counter: z.number(),
  /** The host name it belongs to. */
  site: z.string(),
  name: z.string(),
  createdAt: z.string(),
  usedAt: z.string().nullable(),
  /** It is kept by a service of its owner, and on several devices. */
  isBackedUp: z.boolean(),
});
export type StoredPasskey = z.output<typeof storedPasskey>;

/** What an account proves itself with. */
const userSecrets = z.object({
  /** Argon2id, in the PHC string format. */
  passwordHash: z.string().optional(),
  /** Of the authenticator app: its secret (Base32), and the time step of the last code that was taken. */
  totp: z.object({ secret: z.string(), lastStep: z.number() }).optional(),
  /** SHA-256 of those that are left. */
  recoveryCodes: z.array(z.string()).optional(),
  passkeys: z.array(storedPasskey).optional(),
  /** What authenticators know the account by: random, base64url. */
  userHandle: z.string().optional(),
  /** SHA-256 of the secret of a link that sets the password, and until when it works, ISO 8601. */
  invitation: z.object({ sha256: z.string(), until: z.string() }).optional(),
  /** When somebody last logged in with it, ISO 8601; not secret, but as durable and as much out of reach. */
  loggedInAt: z.string().optional(),
});
export type UserSecrets = z.output<typeof userSecrets>;

const tokenSecrets = z.object({
  /** Of the secret part, hexadecimal: it is 256 random bits, which need no slow hash. */
  sha256: z.string(),
  /** When it was last used, ISO 8601, to {@link USED_EVERY_MS}. */
  usedAt: z.string().optional(),
});
export type TokenSecrets = z.output<typeof tokenSecrets>;

/** How often a use of a token is written down. */
const USED_EVERY_MS = 3_600_000;

/** Of a share: the secret of its link as that of a token, and the code that the first browser has to know. */
const shareSecrets = z.object({
  sha256: z.string(),
  codeSha256: z.string().optional(),
  /** What was sent by it so far; not secret, but as durable and as much out of reach. */
  used: z.object({ files: z.number(), bytes: z.number() }).optional(),
  /** How often a browser was let in by it, and when the last was, ISO 8601; kept here as what was sent is. */
  opened: z.object({ times: z.number(), lastAt: z.string() }).optional(),
});
export type ShareSecrets = z.output<typeof shareSecrets>;

/** Secrets and their hashes, in `private/`: they are in no record and no database. Read once, then remembered. */
export class Credentials {
  readonly #files: PrivateFiles;
  readonly #users = new Map<string, UserSecrets | undefined>();
  readonly #tokens = new Map<string, TokenSecrets | undefined>();
  readonly #shares = new Map<string, ShareSecrets | undefined>();
  /** Changes of accounts wait for each other: each sees what the one before left. */
  readonly #inTurn = newQueue();

  constructor(files: PrivateFiles) {
    this.#files = files;
  }

  /** Only for accounts that exist: what is asked for is remembered. */
  ofUser(name: string): UserSecrets | undefined {
    return remembered(this.#users, name, () =>
      userSecrets.optional().parse(this.#files.read(`user-${name}`)),
    );
  }

  /** Durable when it resolves; what `change` throws changes nothing. */
  changeUser(
    name: string,
    change: (secrets: UserSecrets) => UserSecrets | Promise<UserSecrets>,
  ): Promise<void> {
    return this.#inTurn(async () => {
      const secrets = await change(this.ofUser(name) ?? {});
      await this.#files.write(`user-${name}`, secrets);
      this.#users.set(name, secrets);
    });
  }

  removeUser(name: string): Promise<void> {
    return this.#inTurn(async () => {
      this.#users.delete(name);
      await this.#files.remove(`user-${name}`);
    });
  }

  /** Only for tokens that exist. */
  ofToken(id: string): TokenSecrets | undefined {
    return remembered(this.#tokens, id, () => tokenSecrets.optional().parse(this.#files.read(`token-${id}`)));
  }

  async setToken(id: string, secrets: TokenSecrets): Promise<void> {
    await this.#files.write(`token-${id}`, secrets);
    this.#tokens.set(id, secrets);
  }

  /** Notes that a token is used now. */
  useToken(id: string, now: Date): void {
    const secrets = this.ofToken(id);
    if (!secrets || now.getTime() - Date.parse(secrets.usedAt ?? '1970-01-01') < USED_EVERY_MS) return;
    const used = { ...secrets, usedAt: now.toISOString() };
    this.#tokens.set(id, used);
    const noted = this.#inTurn(async () => {
      const isNewest = this.#tokens.get(id) === used;
      if (isNewest) await this.#files.write(`token-${id}`, used);
    });
    // A failed write costs the note only; the disk's trouble is told by what writes images.
    void noted.catch(() => {});
  }

  ofShare(id: string): ShareSecrets | undefined {
    return remembered(this.#shares, id, () => shareSecrets.optional().parse(this.#files.read(`share-${id}`)));
  }

  async setShare(id: string, secrets: ShareSecrets): Promise<void> {
    await this.#files.write(`share-${id}`, secrets);
    this.#shares.set(id, secrets);
  }

  async removeShare(id: string): Promise<void> {
    this.#shares.delete(id);
    await this.#files.remove(`share-${id}`);
  }

  removeToken(id: string): Promise<void> {
    this.#tokens.delete(id);
    return this.#inTurn(() => this.#files.remove(`token-${id}`));
  }
}

function remembered<Value>(known: Map<string, Value>, key: string, read: () => Value): Value {
  if (!known.has(key)) known.set(key, read());
  return known.get(key) as Value;
}
