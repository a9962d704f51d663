import { randomBytes, randomInt } from 'node:crypto';
import { asIsocenterError, type Clock, type InTurn, IsocenterError } from '../base/index.ts';
import {
  type Actor,
  type Caller,
  type CreatedShare,
  callerFor,
  type ListedShare,
  type NewShare,
  type NewUploadLink,
  type Right,
  type Scope,
  type ScopeRule,
} from '../contract/index.ts';
import type { Attempts } from './attempts.ts';
import type { Credentials } from './credentials.ts';
import type { ShareDefinition } from './definitions.ts';
import { type HeldLimits, requireRoom } from './held-limits.ts';
import type { Browser } from './log-ins.ts';
import { callerOf, intersectionOf, isValid, limitedTo } from './reach.ts';
import type { AccessRecords, AccessRegistry } from './registry.ts';
import type { Sessions } from './sessions.ts';
import { isSecretOf, sha256Of } from './token-secret.ts';

interface SharesParts {
  readonly registry: AccessRegistry;
  readonly credentials: Credentials;
  readonly sessions: Sessions;
  readonly attempts: Attempts;
  readonly clock: Clock;
  readonly limits: HeldLimits;
  /** What somebody who made a link may do now. Throws `archive/forbidden` when they are gone. */
  readonly admit: (actor: Actor, address: string) => Caller;
  readonly sees: AccessRecords['sees'];
  /** Runs a change after those before it. */
  readonly inTurn: InTurn;
}

type ShareBrowser = Pick<Browser, 'address' | 'agent'>;

const ID_BYTES = 6;
const SECRET_BYTES = 32;
const CODE_DIGITS = 8;
/** Nothing but looking, and taking away unless it is for looking only: whoever gets a link further gives nothing else away. */
const rightsOfLink = (viewOnly: boolean): Right[] => [
  'find',
  'view',
  ...(viewOnly ? [] : (['download'] as const)),
];
/** Whether a link could be called that. */
export const isShareId = (text: string): boolean => /^[0-9a-f]+$/.test(text) && text.length === 2 * ID_BYTES;
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

  /** Throws `archive/forbidden` when the caller does not see what is to be shared, `input/invalid` when there are too many links. */
  async create(
    caller: Caller,
    { title, scope, expiresAt, withCode, viewOnly, hidesIdentity }: NewShare,
  ): Promise<CreatedShare> {
    // Files say all of it.
    const rights = rightsOfLink(viewOnly || hidesIdentity);
    for (const right of ['share', ...rights] as const) {
      if (!(await this.#hasAll(callerFor(caller, right).scope, scope.rules)))
        throw new IsocenterError('archive/forbidden', { actor: caller.actor.name, action: 'share this' });
    }
    return await this.#make(caller, {
      ...{ title, scope, expiresAt, rights, hasCode: withCode },
      ...(hidesIdentity && { hidesIdentity }),
    });
  }

  /**
   * A link by which somebody sends something into a collection, and sees nothing of it. Throws `archive/forbidden` for who may not
   * store there themselves, or not let others.
   */
  async createUpload(caller: Caller, { title, collection, expiresAt, withCode, ...upload }: NewUploadLink) {
    const { actor } = caller;
    for (const right of ['share', 'store'] as const)
      if (!(await this.#hasAll(callerFor(caller, right).scope, [{ collection }])))
        throw new IsocenterError('archive/forbidden', {
          actor: actor.name,
          action: 'let others store there',
        });
    if (!this.#parts.registry.collections.has(collection))
      throw new IsocenterError('archive/not-found', { what: 'collection' });
    const scope = { kind: 'rules' as const, rules: [{ collection }] };
    return await this.#make(caller, {
      title,
      scope,
      expiresAt,
      rights: ['store'],
      hasCode: withCode,
      upload,
    });
  }

  #make(
    caller: Caller,
    terms: Omit<ShareDefinition, 'owner' | 'createdAt' | 'createdBy'>,
  ): Promise<CreatedShare> {
    return this.#parts.inTurn(() => this.#makeNow(caller, terms));
  }

  async #makeNow(
    { actor, address }: Caller,
    terms: Omit<ShareDefinition, 'owner' | 'createdAt' | 'createdBy'>,
  ): Promise<CreatedShare> {
    const { registry, credentials, admit, limits } = this.#parts;
    // They may have gone while this waited: nothing would end the link then.
    admit(actor, address);
    const own = [...registry.shares]
      .filter(([, share]) => isSame(share.owner, actor))
      .map(([id, share]) => [id, { expiresAt: endOf(share) }] as const);
    for (const ended of requireRoom('links', own, limits.shares, this.#now())) await this.#drop(actor, ended);
    const id = randomBytes(ID_BYTES).toString('hex');
    const secret = randomBytes(SECRET_BYTES).toString('base64url');
    const code = terms.hasCode ? String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0') : null;
    await credentials.setShare(id, { sha256: sha256Of(secret), ...(code && { codeSha256: sha256Of(code) }) });
    const definition: ShareDefinition = {
      ...terms,
      owner: actor,
      createdAt: this.#now(),
      createdBy: actor.name,
    };
    await registry.save(actor, { kind: 'share', id, definition });
    return { ...this.#listed(id, definition), path: `/share/${id}#${secret}`, code };
  }

  /**
   * Counts what somebody is about to send by a link; others may send what they like. A file that is given up counts too.
   * Throws `access/link-spent`.
   * @param bytes of the whole file; undefined when the sender does not say.
   */
  async admitUpload({ actor }: Caller, bytes: number | undefined): Promise<void> {
    if (actor.kind !== 'share') return;
    const { registry, credentials, inTurn } = this.#parts;
    await inTurn(async () => {
      const limits = registry.shares.get(actor.name)?.upload;
      const secrets = credentials.ofShare(actor.name);
      if (!limits || !secrets) throw refused();
      const { files, bytes: sent } = secrets.used ?? noUse;
      if (bytes === undefined) throw spent('how large a file is has to be said before');
      if (files + 1 > limits.maxFiles) throw spent(`it was made for ${limits.maxFiles} files`);
      if (sent + bytes > limits.maxBytes) throw spent(`it was made for ${limits.maxBytes} bytes`);
      await credentials.setShare(actor.name, { ...secrets, used: { files: files + 1, bytes: sent + bytes } });
    });
  }

  /** Whether a link is there to send something; for one that is none, it is not. */
  takesUploads(id: string): boolean {
    return this.#parts.registry.shares.get(id)?.upload !== undefined;
  }

  /** Whether a session is there to send something. */
  isUpload({ actor }: Caller): boolean {
    return actor.kind === 'share' && this.#parts.registry.shares.get(actor.name)?.upload !== undefined;
  }

  /** Those of the caller; all for administrators. */
  list(caller: Caller): ListedShare[] {
    return [...this.#parts.registry.shares]
      .filter(([, share]) => isOwn(caller, share))
      .map(([id, share]) => this.#listed(id, share));
  }

  /** One that is the caller's, or any for administrators. Throws `archive/not-found`. */
  show(caller: Caller, id: string): ListedShare {
    return this.#listed(id, this.#shareOf(caller, id));
  }

  /** It is over for everybody who has the link, those who have it open included. Throws `archive/not-found`. */
  revoke(caller: Caller, id: string): Promise<void> {
    return this.#parts.inTurn(async () => {
      const { registry, sessions } = this.#parts;
      const share = this.#shareOf(caller, id);
      if (share.revoked) return;
      const revoked = { at: this.#now(), by: caller.actor };
      await registry.save(caller.actor, { kind: 'share', id, definition: { ...share, revoked } });
      await sessions.endOf(`${SESSION_PREFIX}${id}`);
    });
  }

  /**
   * Takes a revocation back: the link opens again until its day. Throws `archive/not-found`, and `archive/forbidden` where somebody
   * else revoked it and the caller does not administer.
   */
  restore(caller: Caller, id: string): Promise<void> {
    return this.#parts.inTurn(async () => {
      const { revoked, ...share } = this.#shareOf(caller, id);
      if (!revoked) return;
      if (!isSame(revoked.by, caller.actor) && !caller.rights.has('administer'))
        throw new IsocenterError('archive/forbidden', {
          actor: caller.actor.name,
          action: 'take back what somebody else revoked',
        });
      await this.#parts.registry.save(caller.actor, { kind: 'share', id, definition: share });
    });
  }

  #shareOf(caller: Caller, id: string): ShareDefinition {
    const share = this.#parts.registry.shares.get(id);
    if (!share || !isOwn(caller, share)) throw new IsocenterError('archive/not-found', { what: 'share' });
    return share;
  }

  /** Within a turn of who calls. */
  async revokeAllOf(actor: Actor, owner: Actor): Promise<void> {
    for (const [id, share] of this.#parts.registry.shares)
      if (isSame(share.owner, owner)) await this.#drop(actor, id);
  }

  /** Whether a code has to be given beside the link; the same answer for links that are none. */
  asksForCode(id: string): boolean {
    return this.#parts.registry.shares.get(id)?.hasCode ?? false;
  }

  /**
   * Opens a link in a browser; answers the secret of its session. A code works for one browser.
   * Throws `access/unauthenticated`, whatever is wrong, or `access/too-many-attempts`; to who has the right link, `access/link-over`
   * where it has expired or was revoked.
   */
  async open(id: string, secret: string, code: string, browser: ShareBrowser): Promise<string> {
    const { attempts, clock, inTurn } = this.#parts;
    attempts.begin(`${SESSION_PREFIX}${id.slice(0, 64)}`, browser.address, clock.monotonic());
    const session = await inTurn(() => this.#openNow(id, secret, code, browser));
    attempts.succeeded(`${SESSION_PREFIX}${id}`, browser.address);
    return session;
  }

  async #openNow(id: string, secret: string, code: string, browser: ShareBrowser): Promise<string> {
    const { registry, credentials, sessions, clock } = this.#parts;
    const share = registry.shares.get(id);
    const secrets = share && credentials.ofShare(id);
    if (!secrets || !isSecretOf(secret, secrets.sha256)) throw refused();
    if (!isValid({ expiresAt: endOf(share) }, this.#now())) throw over(share);
    this.caller(id, browser.address);
    const { codeSha256, ...rest } = secrets;
    if (share.hasCode && (!codeSha256 || !isSecretOf(code.replaceAll(' ', ''), codeSha256))) throw refused();
    const opened = { times: (rest.opened?.times ?? 0) + 1, lastAt: this.#now() };
    await credentials.setShare(id, { ...rest, opened });
    return await sessions.begin({ user: `${SESSION_PREFIX}${id}`, ...browser }, clock.now().getTime());
  }

  /** Who a session of a share is; undefined when it is that of an account. Throws `access/unauthenticated`. */
  callerOfSession(user: string, address: string): Caller | undefined {
    if (!user.startsWith(SESSION_PREFIX)) return undefined;
    return this.caller(user.slice(SESSION_PREFIX.length), address);
  }

  /** Who comes by a share. Throws `access/unauthenticated` when it is none any more, or who made it is gone. */
  caller(id: string, address: string): Caller {
    const share = this.#parts.registry.shares.get(id);
    if (!share || !isValid({ expiresAt: endOf(share) }, this.#now())) throw refused();
    const actor: Actor = { kind: 'share', name: id, ...(share.hidesIdentity && { identityHidden: true }) };
    const caller = callerOf(actor, address, [share], this.#now());
    return limitedTo(caller, this.#ownerOf(share, address));
  }

  #ownerOf({ owner }: ShareDefinition, address: string): Caller {
    try {
      return this.#parts.admit(owner, address);
    } catch (error) {
      throw asIsocenterError(error).code === 'archive/forbidden' ? refused() : error;
    }
  }

  /** What a session of a share shows, and until when; undefined for who does not come by one. */
  shownTo({ actor }: Caller): Pick<ShareDefinition, 'title' | 'expiresAt' | 'hidesIdentity'> | undefined {
    return actor.kind === 'share' ? this.#parts.registry.shares.get(actor.name) : undefined;
  }

  /** Whether each rule is one of the scope, or a study that it covers. What else rules have in common may change. */
  async #hasAll(scope: Scope, rules: readonly ScopeRule[]): Promise<boolean> {
    for (const rule of rules) {
      const shared = intersectionOf(scope, { kind: 'rules', rules: [rule] });
      const isRule = shared.kind === 'rules';
      const isSeen = 'studyInstanceUid' in rule && (await this.#parts.sees(scope, rule.studyInstanceUid));
      if (!isRule && !isSeen) return false;
    }
    return true;
  }

  async #drop(actor: Actor, id: string): Promise<void> {
    const { registry, credentials, sessions } = this.#parts;
    await registry.save(actor, { kind: 'share', id, definition: null });
    await sessions.endOf(`${SESSION_PREFIX}${id}`);
    await credentials.removeShare(id);
  }

  #listed(
    id: string,
    { rights, owner: _owner, upload, revoked, hidesIdentity = false, ...share }: ShareDefinition,
  ): ListedShare {
    const { used = noUse, opened = neverOpened } = this.#parts.credentials.ofShare(id) ?? {};
    const viewOnly = !upload && !rights.includes('download');
    const revokedAt = revoked?.at ?? null;
    const received = upload ? { ...upload, ...used } : null;
    return { id, ...share, revokedAt, viewOnly, hidesIdentity, opened, upload: received };
  }

  #now(): string {
    return this.#parts.clock.now().toISOString();
  }
}

function isOwn({ actor, rights }: Caller, { owner }: ShareDefinition): boolean {
  return rights.has('administer') || isSame(owner, actor);
}

/** From when on it opens nothing, ISO 8601. */
const endOf = ({ revoked, expiresAt }: Pick<ShareDefinition, 'revoked' | 'expiresAt'>): string | null =>
  revoked?.at ?? expiresAt;

const isSame = (a: Actor, b: Actor): boolean => a.kind === b.kind && a.name === b.name;

const neverOpened = { times: 0, lastAt: null } as const;
const noUse = { files: 0, bytes: 0 } as const;
const spent = (reason: string): IsocenterError => new IsocenterError('access/link-spent', { reason });

const over = ({ revoked }: ShareDefinition): IsocenterError =>
  new IsocenterError('access/link-over', { reason: revoked ? 'was revoked' : 'has expired' });

const refused = (): IsocenterError =>
  new IsocenterError('access/unauthenticated', {
    reason: 'the link or the code is wrong, has expired or was revoked',
  });
