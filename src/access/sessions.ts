import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { newQueue } from '../base/index.ts';
import type { PrivateFiles } from '../store/index.ts';
import { sha256Of } from './token-secret.ts';

export interface SessionLimits {
  /** A session that does nothing for so long ends, milliseconds. */
  readonly idleMs: number;
  /** It ends after so long, whatever it does. */
  readonly absoluteMs: number;
}

/** How often a use is written down: a power cut forgets that much, which only makes a session end earlier. */
const SEEN_EVERY_MS = 60_000;
const SECRET_BYTES = 32;
/** Of one account; the oldest ends. */
const MAX_PER_USER = 50;
/** How much of the hash names a session to people. */
const ID_LENGTH = 16;

const stored = z.object({
  user: z.string(),
  createdAt: z.number(),
  seenAt: z.number(),
  address: z.string(),
  /** The browser, as it names itself. */
  agent: z.string(),
});
export type Session = z.output<typeof stored> & { readonly id: string };

/** Who is logged in. Kept as files in `private/` under the hash of the cookie, so that a restart logs nobody out. */
export class Sessions {
  readonly #files: PrivateFiles;
  readonly #limits: SessionLimits;
  readonly #byHash = new Map<string, z.output<typeof stored>>();
  /** What is written of a session that has ended meanwhile would bring it back. */
  readonly #inTurn = newQueue();

  constructor(files: PrivateFiles, limits: SessionLimits) {
    this.#files = files;
    this.#limits = limits;
    for (const hash of files.list()) {
      const session = stored.safeParse(files.read(hash));
      if (session.success) this.#byHash.set(hash, session.data);
    }
  }

  /** Begins one; the secret goes into a cookie and is not kept. @param now milliseconds since 1970. */
  begin(of: Pick<Session, 'user' | 'address' | 'agent'>, now: number): Promise<string> {
    return this.#inTurn(async () => {
      await this.#makeRoom(of.user, now);
      const secret = randomBytes(SECRET_BYTES).toString('base64url');
      const session = { ...of, createdAt: now, seenAt: now };
      const hash = sha256Of(secret);
      await this.#files.write(hash, session);
      this.#byHash.set(hash, session);
      return secret;
    });
  }

  /** The session of a cookie, which is used now; undefined when it has ended. */
  use(secret: string, address: string, now: number): Session | undefined {
    const session = this.look(secret, now);
    if (!session) return undefined;
    const { id, ...stored } = session;
    const hash = sha256Of(secret);
    if (now - session.seenAt > SEEN_EVERY_MS || address !== session.address) {
      const seen = { ...stored, seenAt: now, address };
      this.#byHash.set(hash, seen);
      const noted = this.#inTurn(async () => {
        const isNewest = this.#byHash.get(hash) === seen;
        if (isNewest) await this.#files.write(hash, seen);
      });
      // A failed write costs the note only; the disk's trouble is told by what writes images.
      void noted.catch(() => {});
    }
    return session;
  }

  /** The same without using it: what only waits does not keep a session from ending. */
  look(secret: string, now: number): Session | undefined {
    const hash = sha256Of(secret);
    const session = this.#byHash.get(hash);
    if (!session || this.#hasEnded(session, now)) return undefined;
    return { ...session, id: hash.slice(0, ID_LENGTH) };
  }

  /** Those of an account, the last used first. */
  of(user: string, now: number): Session[] {
    return [...this.#byHash]
      .filter(([, session]) => session.user === user && !this.#hasEnded(session, now))
      .map(([hash, session]) => ({ ...session, id: hash.slice(0, ID_LENGTH) }))
      .sort((a, b) => b.seenAt - a.seenAt);
  }

  /** When each account that is logged in was last seen, milliseconds since 1970. */
  seen(now: number): ReadonlyMap<string, number> {
    const seen = new Map<string, number>();
    for (const session of this.#byHash.values())
      if (!this.#hasEnded(session, now))
        seen.set(session.user, Math.max(session.seenAt, seen.get(session.user) ?? 0));
    return seen;
  }

  end(secret: string): Promise<void> {
    return this.#inTurn(() => this.#remove([sha256Of(secret)]));
  }

  /** Ends those of an account that `which` chooses. Answers how many there were. */
  endOf(user: string, which: (id: string) => boolean = () => true): Promise<number> {
    return this.#inTurn(async () => {
      const hashes = [...this.#byHash]
        .filter(([hash, session]) => session.user === user && which(hash.slice(0, ID_LENGTH)))
        .map(([hash]) => hash);
      await this.#remove(hashes);
      return hashes.length;
    });
  }

  async #makeRoom(user: string, now: number): Promise<void> {
    const ended = [...this.#byHash].filter(([, session]) => this.#hasEnded(session, now));
    const own = [...this.#byHash]
      .filter(([, session]) => session.user === user && !this.#hasEnded(session, now))
      .sort(([, a], [, b]) => b.seenAt - a.seenAt);
    await this.#remove([...ended, ...own.slice(MAX_PER_USER - 1)].map(([hash]) => hash));
  }

  async #remove(hashes: readonly string[]): Promise<void> {
    for (const hash of hashes) {
      this.#byHash.delete(hash);
      await this.#files.remove(hash);
    }
  }

  #hasEnded({ createdAt, seenAt }: Pick<Session, 'createdAt' | 'seenAt'>, now: number): boolean {
    return now - seenAt > this.#limits.idleMs || now - createdAt > this.#limits.absoluteMs;
  }
}
