import { randomBytes, randomInt } from 'node:crypto';
import { type Clock, IsocenterError } from '../base/index.ts';
import {
  type Actor,
  type Caller,
  type CreatedShare,
  callerFor,
  type ListedShare,
  localAdministrator,
  type NewShare,
  type Right,
} from '../contract/index.ts';
import type { Attempts } from './attempts.ts';
import type { Credentials } from './credentials.ts';
import type { ShareDefinition } from './definitions.ts';
import { callerOf, intersectionOf, isValid, limitedTo } from './reach.ts';
import type { AccessRegistry } from './registry.ts';
import type { Sessions } from './sessions.ts';
import { isSecretOf, sha256Of } from './token-secret.ts';

interface SharesParts {
  readonly registry: AccessRegistry;
  readonly credentials: Credentials;
  readonly sessions: Sessions;
  readonly attempts: Attempts;
  readonly clock: Clock;
  /** What an account may do now. */
  readonly ownerOf: (name: string, address: string) => Caller;
}

const ID_BYTES = 6;
const SECRET_BYTES = 32;
const CODE_DIGITS = 8;
/** Nothing but looking: whoever gets a link further gives nothing else away. */
const RIGHTS: readonly Right[] = ['find', 'read'];
/** Names of accounts have no colon. */
const SESSION_PREFIX = 'share:';

/**
 * Links to studies for somebody without an account. The secret stands behind the `#` of a link, which browsers send
 * nowhere; a browser that has shown it gets a session, which ends with the share.
 */
export class Shares {
  readonly #parts: SharesParts;

  constructor(parts: SharesParts) {
    this.#parts = parts;
  }

  /** Throws `archive/forbidden` when the caller does not see what is to be shared. */
  async create(caller: Caller, { title, scope, expiresAt, withCode }: NewShare): Promise<CreatedShare> {
    const { registry, credentials } = this.#parts;
    for (const right of ['share', ...RIGHTS] as const) {
      const shared = intersectionOf(callerFor(caller, right).scope, scope);
      if (shared.kind !== 'rules' || shared.rules.length < scope.rules.length)
        throw new IsocenterError('archive/forbidden', { actor: caller.actor.name, action: 'share this' });
    }
    const id = randomBytes(ID_BYTES).toString('hex');
    const secret = randomBytes(SECRET_BYTES).toString('base64url');
    const code = withCode ? String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0') : null;
    await credentials.setShare(id, { sha256: sha256Of(secret), ...(code && { codeSha256: sha256Of(code) }) });
    const { kind, name } = caller.actor;
    const definition: ShareDefinition = {
      ...{ title, scope, expiresAt, rights: [...RIGHTS], hasCode: withCode },
      owner: kind === 'user' ? name : null,
      createdAt: this.#now(),
      createdBy: name,
    };
    await registry.save(caller.actor, { kind: 'share', id, definition });
    return { ...listed(id, definition), path: `/share/${id}#${secret}`, code };
  }

  /** Those of the caller; all for administrators. */
  list(caller: Caller): ListedShare[] {
    return [...this.#parts.registry.shares]
      .filter(([, share]) => isOwn(caller, share))
      .map(([id, share]) => listed(id, share));
  }

  /** It is gone for everybody who has the link, those who have it open included. Throws `archive/not-found`. */
  async revoke(caller: Caller, id: string): Promise<void> {
    const share = this.#parts.registry.shares.get(id);
    if (!share || !isOwn(caller, share)) throw new IsocenterError('archive/not-found', { what: 'share' });
    await this.#drop(caller.actor, id);
  }

  async revokeAllOf(actor: Actor, owner: string): Promise<void> {
    for (const [id, share] of this.#parts.registry.shares)
      if (share.owner === owner) await this.#drop(actor, id);
  }

  /** Whether a code has to be given beside the link; the same answer for links that are none. */
  asksForCode(id: string): boolean {
    return this.#parts.registry.shares.get(id)?.hasCode ?? false;
  }

  /**
   * Opens a link in a browser; answers the secret of its session. A code works for one browser.
   * Throws `access/unauthenticated`, whatever is wrong, or `access/too-many-attempts`.
   */
  async open(
    id: string,
    secret: string,
    code: string,
    browser: { address: string; agent: string },
  ): Promise<string> {
    const { registry, credentials, attempts, sessions, clock } = this.#parts;
    attempts.begin(`${SESSION_PREFIX}${id.slice(0, 64)}`, browser.address, clock.monotonic());
    const share = registry.shares.get(id);
    const secrets = share && credentials.ofShare(id);
    if (!secrets || !isSecretOf(secret, secrets.sha256) || !isValid(share, this.#now())) throw refused();
    if (share.hasCode) {
      if (!secrets.codeSha256 || !isSecretOf(code.replaceAll(' ', ''), secrets.codeSha256)) throw refused();
      await credentials.setShare(id, { sha256: secrets.sha256 });
    }
    attempts.succeeded(`${SESSION_PREFIX}${id}`, browser.address);
    return await sessions.begin({ user: `${SESSION_PREFIX}${id}`, ...browser }, clock.now().getTime());
  }

  /** Who a session of a share is; undefined when it is that of an account. Throws `access/unauthenticated`. */
  callerOfSession(user: string, address: string): Caller | undefined {
    if (!user.startsWith(SESSION_PREFIX)) return undefined;
    const id = user.slice(SESSION_PREFIX.length);
    const share = this.#parts.registry.shares.get(id);
    if (!share || !isValid(share, this.#now())) throw refused();
    const caller = callerOf({ kind: 'share', name: id }, address, [share], this.#now());
    return limitedTo(
      caller,
      share.owner === null ? localAdministrator : this.#parts.ownerOf(share.owner, address),
    );
  }

  /** What a session of a share shows. */
  titleOf({ actor }: Caller): string {
    return this.#parts.registry.shares.get(actor.name)?.title ?? '';
  }

  async #drop(actor: Actor, id: string): Promise<void> {
    const { registry, credentials, sessions } = this.#parts;
    await registry.save(actor, { kind: 'share', id, definition: null });
    await sessions.endOf(`${SESSION_PREFIX}${id}`);
    await credentials.removeShare(id);
  }

  #now(): string {
    return this.#parts.clock.now().toISOString();
  }
}

function isOwn({ actor, rights }: Caller, { owner }: ShareDefinition): boolean {
  return rights.has('administer') || (actor.kind === 'user' && owner === actor.name);
}

function listed(id: string, { rights: _rights, owner: _owner, ...share }: ShareDefinition): ListedShare {
  return { id, ...share };
}

const refused = (): IsocenterError =>
  new IsocenterError('access/unauthenticated', {
    reason: 'the link or the code is wrong, has expired or was revoked',
  });
