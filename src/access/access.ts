import { asIsocenterError, type Clock, IsocenterError, newQueue, systemClock } from '../base/index.ts';
import {
  type Actor,
  type Caller,
  type CreatedToken,
  everything,
  type Grant,
  type GrantTerms,
  type Invitation,
  type ListedPasskey,
  type ListedToken,
  type ListedUser,
  localAdministrator,
  nothing,
  RECENT_MINUTES,
  type Right,
  rights,
  type Scope,
} from '../contract/index.ts';
import type { Secrets } from '../store/index.ts';
import { Attempts } from './attempts.ts';
import { Collections } from './collections.ts';
import { Credentials } from './credentials.ts';
import type { TokenDefinition } from './definitions.ts';
import { Emergencies } from './emergencies.ts';
import { Grants, requireWhole } from './grants.ts';
import { Groups } from './groups.ts';
import { type LookedAfter, lookedAfter } from './guardians.ts';
import { defaultHeldLimits, type HeldLimits, requireRoom } from './held-limits.ts';
import { Identities, type Identity } from './identities.ts';
import { Invitations } from './invitations.ts';
import { type Browser, type LoggedIn, LogIns } from './log-ins.ts';
import { isNamed, type Opening } from './opening-rules.ts';
import { Passkeys } from './passkeys.ts';
import { Passwords, requireStrong } from './passwords.ts';
import { callerOf, isValid, limitedTo } from './reach.ts';
import { type AccessRecords, AccessRegistry } from './registry.ts';
import { SavedViews } from './saved-views.ts';
import { SecondFactor } from './second-factor.ts';
import { type Session, type SessionLimits, Sessions } from './sessions.ts';
import { SetUpKey } from './set-up.ts';
import { Shares } from './shares.ts';
import { isSecretOf, newToken, parseToken, TOKEN_PREFIX } from './token-secret.ts';

/** What is longer is nobody's name or password. */
const LONGEST_NAME = 64;
const LONGEST_SECRET = 1_024;

export interface AccessOptions {
  readonly secrets: Secrets;
  readonly records: AccessRecords;
  readonly sessions: SessionLimits;
  /** How many an account may hold. */
  readonly limits?: HeldLimits;
  readonly clock?: Clock;
}

export interface NewUser {
  readonly name: string;
  readonly password?: string;
  readonly grant?: GrantTerms;
}

/** How an account can log in. */
type WaysIn = Pick<ListedUser, 'hasPassword' | 'hasTotp' | 'passkeys' | 'identity'>;

/** Accounts, grants, tokens and sessions: who a request is from, and what they may do. */
export class Access {
  readonly #registry: AccessRegistry;
  readonly #credentials: Credentials;
  readonly #clock: Clock;
  readonly #limits: HeldLimits;
  readonly #passwords = new Passwords();
  readonly #sessions: Sessions;
  readonly #setUp: SetUpKey;
  readonly #grants: Grants;
  /** Labs, projects, households: whose they are, and who was let in. */
  readonly collections: Collections;
  /** Accounts by a common name. */
  readonly groups: Groups;
  /** What accounts opened for themselves. */
  readonly emergencies: Emergencies;
  readonly views: SavedViews;
  readonly #identities: Identities;
  readonly #invitations: Invitations;
  /** Links that let somebody without an account see something. */
  readonly shares: Shares;
  readonly secondFactor: SecondFactor;
  readonly passkeys: Passkeys;
  readonly logIns: LogIns;
  /** Changes wait for each other. */
  readonly #inTurn = newQueue();

  private constructor(
    registry: AccessRegistry,
    { records, secrets, sessions, limits = defaultHeldLimits, clock = systemClock }: AccessOptions,
  ) {
    this.#registry = registry;
    this.#credentials = new Credentials(secrets.files('credentials'));
    this.#sessions = new Sessions(secrets.files('sessions'), sessions);
    this.#setUp = new SetUpKey(registry.users.size === 0);
    this.#clock = clock;
    this.#limits = limits;
    this.#grants = new Grants(registry, clock);
    const inTurn = this.#inTurn;
    this.groups = new Groups({ registry, clock, grants: this.#grants, inTurn });
    this.emergencies = new Emergencies({ registry, clock, grants: this.#grants, inTurn });
    this.views = new SavedViews({ registry, inTurn });
    this.collections = new Collections({ registry, clock, grants: this.#grants, inTurn });
    const callerOf = (name: string, address: string): Caller => this.user(name, address);
    const attempts = new Attempts();
    const parts = { registry, credentials: this.#credentials, sessions: this.#sessions, attempts, clock };
    this.#invitations = new Invitations(parts);
    const sees: AccessRecords['sees'] = (scope, study) => records.sees(scope, study);
    this.shares = new Shares({
      ...{ ...parts, sees, inTurn, limits },
      admit: (actor, address) => this.admit(actor, address),
    });
    this.secondFactor = new SecondFactor(parts);
    this.passkeys = new Passkeys(parts);
    this.#identities = new Identities({
      ...parts,
      grants: this.#grants,
      groups: this.groups,
      forgetProofs: (name) => this.#forgetProofs(name),
      mayAnything: (name) => this.user(name, '').rights.size > 0,
    });
    const { secondFactor, passkeys } = this;
    this.logIns = new LogIns({ ...parts, passwords: this.#passwords, secondFactor, passkeys, callerOf });
  }

  static async open(options: AccessOptions): Promise<Access> {
    return new Access(await AccessRegistry.load(options.records), options);
  }

  /** What the first administrator proves with that the server is theirs; undefined once there is an account. */
  get setUpKey(): string | undefined {
    return this.#setUp.value;
  }

  isSetUpKey(key: string): boolean {
    return this.#setUp.fits(key);
  }

  /** Makes the first account and logs it in. The key works once. Throws `access/unauthenticated`. */
  async setUp(key: string, name: string, password: string, browser: Browser): Promise<LoggedIn> {
    await this.#inTurn(async () => {
      if (!this.#setUp.fits(key)) throw unauthenticated('the set-up link was used, or is not the newest one');
      const grant = { rights: [...rights], scope: everything, expiresAt: null };
      await this.#addUser({ kind: 'local', name: 'set-up' }, { name, password, grant });
    });
    return await this.logIns.begin(name, browser);
  }

  /** Ends the session of a cookie. Answers whose it was; undefined when it had ended before. */
  async logOut(session: string, address: string): Promise<Caller | undefined> {
    const isThere = this.#sessions.look(session, this.#clock.now().getTime()) !== undefined;
    const caller = isThere ? this.bySession(session, address, false) : undefined;
    await this.#sessions.end(session);
    return caller;
  }

  /** Who is logged in with this cookie. Throws `access/unauthenticated`. */
  bySession(secret: string, address: string, isUsed = true): Caller {
    const now = this.#clock.now().getTime();
    const session = isUsed ? this.#sessions.use(secret, address, now) : this.#sessions.look(secret, now);
    if (!session) throw unauthenticated('the session has ended; log in again');
    const caller = this.shares.callerOfSession(session.user, address) ?? this.user(session.user, address);
    const loggedInRecently = now - session.createdAt <= RECENT_MINUTES * 60_000;
    return { ...caller, session: session.id, loggedInRecently };
  }

  /** The sessions of an account, the last used first. */
  sessionsOf(name: string): Session[] {
    return this.#sessions.of(name, this.#clock.now().getTime());
  }

  /** Ends one session of an account. Answers how many there were. */
  async endSession(name: string, id: string): Promise<number> {
    return await this.#sessions.endOf(name, (one) => one === id);
  }

  /** Ends all sessions of an account but this one. Answers how many there were. */
  async endOtherSessions(name: string, current: string | undefined): Promise<number> {
    return await this.#sessions.endOf(name, (id) => id !== current);
  }

  /** Who holds this token. Throws `access/unauthenticated`, whatever is wrong with it. */
  byToken(text: string, address: string): Caller {
    const parsed = parseToken(text);
    const token = parsed && this.#registry.tokens.get(parsed.id);
    const hash = token && this.#credentials.ofToken(parsed.id)?.sha256;
    if (!hash || !isSecretOf(parsed.secret, hash) || !isValid(token, this.#now()))
      throw unauthenticated('the token is not known, has expired or was revoked');
    const caller = this.#callerOfToken(parsed.id, token, address);
    this.#credentials.useToken(parsed.id, this.#clock.now());
    return caller;
  }

  /**
   * For programs that know nothing but a name and a password: those of an account, or any name with a token. Throws what
   * `byToken` and `logIns.byPassword` throw.
   */
  async byNameAndSecret(name: string, secret: string, address: string): Promise<Caller> {
    if (secret.startsWith(TOKEN_PREFIX)) return this.byToken(secret, address);
    return await this.logIns.byPassword(
      name.slice(0, LONGEST_NAME),
      secret.slice(0, LONGEST_SECRET),
      address,
    );
  }

  /** An account that has proved itself. Throws `access/unauthenticated` when it is gone or disabled. */
  user(name: string, address: string): Caller {
    if (!this.#registry.isActive(name)) throw unauthenticated('the account is gone or disabled');
    return this.#callerOfUser(name, address);
  }

  /** What an account could do if it were not disabled. Throws `archive/not-found`. */
  reachOfUser(name: string): Caller {
    this.requireUser(name);
    return this.#callerOfUser(name, '');
  }

  /** Whom somebody with an account looks after; nobody else looks after anybody. */
  lookedAfterBy({ kind, name }: Actor): LookedAfter[] {
    return kind === 'user' ? lookedAfter(this.#grantsReaching(name), this.#now()) : [];
  }

  #callerOfUser(name: string, address: string): Caller {
    const owned = this.collections.grantOfOwner(name);
    const grants = [...this.#grantsReaching(name), ...(owned ? [owned] : [])];
    return callerOf({ kind: 'user', name }, address, grants, this.#now());
  }

  /** Those of an account and of its groups. */
  #grantsReaching(name: string) {
    const subjects = [
      { kind: 'user', name } as const,
      ...this.groups.of(name).map((group) => ({ kind: 'group', name: group }) as const),
    ];
    return subjects.flatMap((subject) => [...this.#registry.grantsOf(subject).values()]);
  }

  /** What somebody who acted before may do now, for what goes on without them. Throws `archive/forbidden`. */
  admit(actor: Actor, address: string): Caller {
    if (actor.kind === 'local' || actor.kind === 'system') return { ...localAdministrator, actor, address };
    if (actor.kind === 'user' && this.#registry.isActive(actor.name)) return this.user(actor.name, address);
    if (actor.kind === 'share') return this.#admitShare(actor, address);
    const id = actor.kind === 'token' ? idOfTokenActor(actor) : '';
    const token = this.#registry.tokens.get(id);
    if (
      token &&
      isValid(token, this.#now()) &&
      (token.owner === null || this.#registry.isActive(token.owner))
    )
      return this.#callerOfToken(id, token, address);
    throw new IsocenterError('archive/forbidden', { actor: actor.name, action: 'go on; it is gone' });
  }

  #admitShare(actor: Actor, address: string): Caller {
    try {
      return this.shares.caller(actor.name, address);
    } catch (error) {
      throw new IsocenterError(
        'archive/forbidden',
        { actor: actor.name, action: 'go on; it is gone' },
        error,
      );
    }
  }

  /**
   * @param owner the account it works for, and never reaches further than; null for a token that stands for itself.
   * Throws `archive/not-found` when there is no such account, `input/invalid` when there are too many.
   */
  createToken(
    actor: Actor,
    { name, ...terms }: GrantTerms & { name: string },
    owner: string | null = null,
  ): Promise<CreatedToken> {
    return this.#inTurn(async () => {
      requireWhole(terms);
      if (owner !== null) this.requireUser(owner);
      const own = [...this.#registry.tokens].filter(([, held]) => held.owner === owner);
      const limit = owner === null ? this.#limits.ownTokens : this.#limits.tokens;
      for (const ended of requireRoom('tokens', own, limit, this.#now())) await this.#dropToken(actor, ended);
      const { id, token, sha256 } = newToken();
      const definition = { ...terms, name, owner, createdAt: this.#now(), createdBy: actor.name };
      // The hash first: a token on record that nothing can prove would be confusing.
      await this.#credentials.setToken(id, { sha256 });
      await this.#registry.save(actor, { kind: 'token', id, definition });
      return { id, ...definition, usedAt: null, token };
    });
  }

  tokens(): ListedToken[] {
    return [...this.#registry.tokens].map(([id, token]) => {
      const usedAt = this.#credentials.ofToken(id)?.usedAt ?? null;
      return { id, ...token, usedAt };
    });
  }

  tokensOf(owner: string): ListedToken[] {
    return this.tokens().filter((token) => token.owner === owner);
  }

  revokeToken(actor: Actor, id: string): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.#registry.tokens.has(id)) throw new IsocenterError('archive/not-found', { what: 'token' });
      await this.#dropToken(actor, id);
    });
  }

  addUser(actor: Actor, user: NewUser): Promise<ListedUser> {
    return this.#inTurn(() => this.#addUser(actor, user));
  }

  async #addUser(actor: Actor, { name, password, grant }: NewUser): Promise<ListedUser> {
    if (this.#registry.users.has(name))
      throw new IsocenterError('input/invalid', { reason: `There is an account named ${name} already.` });
    if (grant) requireWhole(grant);
    await this.#forgetProofs(name);
    if (password !== undefined) await this.#storePassword(name, password);
    const definition = { createdAt: this.#now(), createdBy: actor.name, isDisabled: false };
    await this.#registry.save(actor, { kind: 'user', id: name, definition });
    if (grant) await this.#grants.add(actor, { kind: 'user', name }, grant);
    this.#setUp.close();
    return this.#listed(name);
  }

  users(): ListedUser[] {
    const seen = this.#sessions.seen(this.#clock.now().getTime());
    return [...this.#registry.users.keys()].sort().map((name) => this.#listed(name, seen));
  }

  setPassword(name: string, password: string): Promise<ListedUser> {
    return this.#inTurn(async () => {
      this.requireUser(name);
      await this.#storePassword(name, password);
      await this.#sessions.endOf(name);
      return this.#listed(name);
    });
  }

  /** A link by which the person of the account chooses its password. Throws `archive/not-found`. */
  invite(name: string): Promise<Invitation> {
    return this.#inTurn(async () => {
      this.requireUser(name);
      return await this.#invitations.make(name);
    });
  }

  /**
   * Somebody chooses the password of their account by the link that they were given, which works once. Its sessions end. Who is not
   * asked for a code is logged in. Throws `access/unauthenticated`, `access/weak-password`.
   */
  async acceptInvitation(
    name: string,
    secret: string,
    password: string,
    browser: Browser,
  ): Promise<LoggedIn | undefined> {
    await this.#inTurn(async () => {
      this.#invitations.require(name, secret);
      await this.#storePassword(name, password);
      await this.#sessions.endOf(name);
    });
    return this.secondFactor.isOn(name) ? undefined : await this.logIns.begin(name, browser);
  }

  /** Throws `archive/not-found`, or `input/invalid` for who would shut themselves out. */
  setDisabled(actor: Actor, name: string, isDisabled: boolean): Promise<ListedUser> {
    return this.#inTurn(async () => {
      this.requireUser(name);
      if (isDisabled && actor.kind === 'user' && actor.name === name)
        throw new IsocenterError('input/invalid', { reason: 'Nobody disables the account they are using.' });
      const definition = { ...this.#registry.users.get(name)!, isDisabled };
      await this.#registry.save(actor, { kind: 'user', id: name, definition });
      if (isDisabled) await this.#sessions.endOf(name);
      return this.#listed(name);
    });
  }

  /** For who lost their authenticator app and the recovery codes. */
  turnOffTotp(name: string): Promise<ListedUser> {
    return this.#inTurn(async () => {
      this.requireUser(name);
      await this.secondFactor.turnOff(name);
      return this.#listed(name);
    });
  }

  /** Logs in whom a provider has proved. Throws `access/no-role` or `access/name-taken`. */
  async logInAs(identity: Identity, provider: string, browser: Browser): Promise<LoggedIn> {
    const name = await this.#inTurn(() => this.#identities.accountOf(identity, provider));
    this.#setUp.close();
    return await this.logIns.begin(name, browser);
  }

  /** An account logs in as this person too from now on. Throws `access/name-taken`. */
  connect(actor: Actor, account: string, identity: Identity): Promise<void> {
    return this.#inTurn(() => this.#identities.connect(actor, account, identity));
  }

  /** Throws `input/invalid` when an account would end its own last way in. */
  disconnect(actor: Actor, account: string): Promise<void> {
    return this.#inTurn(async () => {
      this.#requireWayIn(actor, account, { identity: undefined });
      await this.#identities.disconnect(actor, account);
    });
  }

  waysInOf(name: string): WaysIn {
    return {
      hasPassword: this.#credentials.ofUser(name)?.passwordHash !== undefined,
      hasTotp: this.secondFactor.isOn(name),
      passkeys: this.passkeys.list(name).length,
      identity: this.#registry.users.get(name)?.identity,
    };
  }

  /** Throws `archive/not-found`. */
  passkeysOf(name: string): ListedPasskey[] {
    this.requireUser(name);
    return this.passkeys.list(name);
  }

  /** For a device that was lost. Throws `archive/not-found`, or `input/invalid` when an account would end its own last way in. */
  removePasskey(actor: Actor, name: string, id: string): Promise<void> {
    return this.#inTurn(async () => {
      this.requireUser(name);
      const others = this.passkeys.list(name).filter((passkey) => passkey.id !== id);
      this.#requireWayIn(actor, name, { passkeys: others.length });
      await this.passkeys.remove(name, id);
    });
  }

  /**
   * An account changes its own password; other sessions end. Throws `access/wrong-password`, `access/weak-password`,
   * `access/too-many-attempts`, `access/busy`.
   */
  async changePassword({ actor, address, session }: Caller, old: string, password: string): Promise<void> {
    await this.logIns.requirePassword(actor.name, old, address).catch((error: unknown) => {
      // Who is logged in is known: it is what they typed that is not right.
      const isWrong = asIsocenterError(error).code === 'access/unauthenticated';
      throw isWrong ? new IsocenterError('access/wrong-password', {}, error) : error;
    });
    await this.#inTurn(() => this.#storePassword(actor.name, password));
    await this.endOtherSessions(actor.name, session);
  }

  removeUser(actor: Actor, name: string): Promise<void> {
    return this.#inTurn(async () => {
      this.requireUser(name);
      // An account of the same name that is made later must not find anything of this one.
      for (const [id, { owner }] of this.#registry.tokens)
        if (owner === name) await this.#dropToken(actor, id);
      await this.shares.revokeAllOf(actor, { kind: 'user', name });
      await this.#grants.dropAll(actor, { kind: 'user', name });
      await this.groups.forget(actor, name);
      await this.collections.forget(actor, name);
      await this.#registry.save(actor, { kind: 'user', id: name, definition: null });
      await this.#forgetProofs(name);
    });
  }

  /** Once more when an account is made: a crash may have come between the end of another of its name and this. */
  async #forgetProofs(name: string): Promise<void> {
    await this.#sessions.endOf(name);
    await this.#credentials.removeUser(name);
  }

  grant(actor: Actor, name: string, terms: GrantTerms): Promise<ListedUser> {
    return this.#inTurn(async () => {
      this.requireUser(name);
      await this.#grants.add(actor, { kind: 'user', name }, terms);
      return this.#listed(name);
    });
  }

  ungrant(actor: Actor, name: string, id: string): Promise<ListedUser> {
    return this.#inTurn(async () => {
      this.requireUser(name);
      await this.#grants.drop(actor, { kind: 'user', name }, id);
      return this.#listed(name);
    });
  }

  /** What a node was granted. */
  grantsOfNode(name: string): Grant[] {
    return this.#grants.of({ kind: 'node', name });
  }

  /** Limits a node to what it is granted; without any grant, it reaches everything. */
  grantNode(actor: Actor, name: string, terms: GrantTerms): Promise<Grant[]> {
    return this.#inTurn(async () => {
      await this.#grants.add(actor, { kind: 'node', name }, terms);
      return this.grantsOfNode(name);
    });
  }

  ungrantNode(actor: Actor, name: string, id: string): Promise<Grant[]> {
    return this.#inTurn(async () => {
      await this.#grants.drop(actor, { kind: 'node', name }, id);
      return this.grantsOfNode(name);
    });
  }

  /** A node of the same name that is registered later is another one. */
  forgetNode(actor: Actor, name: string): Promise<void> {
    return this.#inTurn(() => this.#grants.dropAll(actor, { kind: 'node', name }));
  }

  /**
   * Whoever sets a label that a grant names, or says whose patients are, lets others in or shuts them out. Throws `archive/forbidden`
   * for who sees a part of the archive.
   */
  requireMayOpen({ actor, scope }: Caller, opening: Opening): void {
    if (scope.kind === 'everything' || !isNamed(this.#registry, opening)) return;
    const action = `change what a ${opening.kind} opens to somebody`;
    throw new IsocenterError('archive/forbidden', { actor: actor.name, action });
  }

  /** How far a right of a node reaches now. */
  scopeOfNode(name: string, right: Right): Scope {
    const grants = this.#registry.grantsOf({ kind: 'node', name });
    if (grants.size === 0) return everything;
    const { reach } = callerOf({ kind: 'node', name }, '', grants.values(), this.#now());
    return reach?.get(right) ?? nothing;
  }

  #callerOfToken(id: string, token: TokenDefinition, address: string): Caller {
    if (token.owner === null) {
      return callerOf(tokenActor(id, token.name), address, [token], this.#now());
    }
    const owner = this.user(token.owner, address);
    return limitedTo(callerOf(owner.actor, address, [token], this.#now()), owner);
  }

  /** The links that it made go with it. */
  async #dropToken(actor: Actor, id: string): Promise<void> {
    const token = this.#registry.tokens.get(id);
    await this.#registry.save(actor, { kind: 'token', id, definition: null });
    await this.#credentials.removeToken(id);
    if (token) await this.shares.revokeAllOf(actor, tokenActor(id, token.name));
  }

  async #storePassword(name: string, password: string): Promise<void> {
    requireStrong(password, name);
    const passwordHash = await this.#passwords.hash(password);
    await this.#credentials.changeUser(name, ({ invitation: _, ...secrets }) => ({
      ...secrets,
      passwordHash,
    }));
  }

  #listed(name: string, seen = this.#sessions.seen(this.#clock.now().getTime())): ListedUser {
    const grants = this.#grants.of({ kind: 'user', name });
    const groups = this.groups.of(name);
    const { loggedInAt = null } = this.#credentials.ofUser(name) ?? {};
    const lastSeen = seen.get(name);
    const seenAt = lastSeen === undefined ? loggedInAt : new Date(lastSeen).toISOString();
    return { name, ...this.#registry.users.get(name)!, ...this.waysInOf(name), seenAt, groups, grants };
  }

  /** Throws `archive/not-found` when there is no such account. */
  requireUser(name: string): void {
    if (!this.#registry.users.has(name)) throw new IsocenterError('archive/not-found', { what: 'account' });
  }

  /** An account keeps a way in whatever it changes of its own; administrators may end the last one. */
  #requireWayIn(actor: Actor, name: string, change: Partial<WaysIn>): void {
    if (actor.kind !== 'user' || actor.name !== name) return;
    const { hasPassword, passkeys, identity } = { ...this.waysInOf(name), ...change };
    if (!hasPassword && passkeys === 0 && !identity)
      throw new IsocenterError('input/invalid', {
        reason: 'There is no other way into the account: add a passkey first.',
      });
  }

  #now(): string {
    return this.#clock.now().toISOString();
  }
}

const tokenActor = (id: string, name: string): Actor => ({ kind: 'token', name: `${name} (${id})` });
const idOfTokenActor = ({ name }: Actor): string => /\(([0-9a-f]+)\)$/.exec(name)?.[1] ?? '';

function unauthenticated(reason: string): IsocenterError {
  return new IsocenterError('access/unauthenticated', { reason });
}
