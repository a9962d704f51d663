import { type Clock, IsocenterError } from '../base/index.ts';
import { type Actor, everything, type GrantTerms, type RoleName, roles } from '../contract/index.ts';
import type { Grants } from './grants.ts';
import type { Groups } from './groups.ts';
import type { AccessRegistry } from './registry.ts';

interface IdentitiesParts {
  readonly registry: AccessRegistry;
  readonly grants: Grants;
  readonly groups: Groups;
  readonly clock: Clock;
  /** Whatever an account of this name proved itself with before. */
  readonly forgetProofs: (name: string) => Promise<void>;
  /** Whether an account may do anything, by whatever grant. */
  readonly mayAnything: (name: string) => boolean;
}

/** Somebody whom a provider of logins has proved to be who they say. */
export interface Identity {
  readonly issuer: string;
  /** Never given to somebody else by the issuer (OpenID Connect Core 2). */
  readonly subject: string;
  /** What a new account is called. */
  readonly name: string;
  readonly roles: readonly RoleName[];
  /** Of ours, that the provider says they are in. */
  readonly groups: readonly string[];
}

/** Who the records say made what the provider says of people. No account is called that. */
const PROVIDER: Actor = { kind: 'system', name: 'single sign-on' };
/** What the provider's roles and groups allow ends so long after the last login: whoever left there is out here, tokens included. */
const LASTS_DAYS = 30;
/** They are written anew with the first login after so long. */
const RENEWED_AFTER_DAYS = 1;
const DAY_MS = 86_400_000;

/**
 * Accounts of people who log in at a provider. An account is found by issuer and subject, never by a name or an address of
 * mail, which others could take. Callers wait for each other.
 */
export class Identities {
  readonly #parts: IdentitiesParts;

  constructor(parts: IdentitiesParts) {
    this.#parts = parts;
  }

  /** The account of this person, made when there is none. Throws `access/no-role` or `access/name-taken`. */
  async accountOf(identity: Identity, provider: string): Promise<string> {
    const known = this.#accountWith(identity);
    if (known === undefined && !this.#isAllowedSomething(identity)) throw noRole(provider);
    const name = known ?? (await this.#make(identity));
    await this.#follow(name, identity);
    if (!this.#parts.mayAnything(name)) throw noRole(provider);
    return name;
  }

  /** An account logs in as this person too from now on. Throws `access/name-taken`. */
  async connect(actor: Actor, account: string, identity: Identity): Promise<void> {
    const other = this.#accountWith(identity);
    if (other !== undefined && other !== account)
      throw new IsocenterError('access/name-taken', { name: other });
    await this.#identify(actor, account, { issuer: identity.issuer, subject: identity.subject });
    await this.#follow(account, identity);
  }

  /** What the provider's roles and groups allowed ends with it. */
  async disconnect(actor: Actor, account: string): Promise<void> {
    await this.#follow(account, { roles: [], groups: [] });
    await this.#identify(actor, account, undefined);
  }

  /** Whoever is nobody here is made an account when it would be good for something. */
  #isAllowedSomething({ roles: given, groups }: Identity): boolean {
    return given.length > 0 || groups.some((name) => this.#parts.groups.allowsAnything(name));
  }

  async #follow(name: string, { roles: given, groups }: Pick<Identity, 'roles' | 'groups'>): Promise<void> {
    await this.#allow(name, given);
    const goodUntil = this.#at(LASTS_DAYS - RENEWED_AFTER_DAYS);
    await this.#parts.groups.follow(PROVIDER, name, groups, { until: this.#at(LASTS_DAYS), goodUntil });
  }

  #accountWith({ issuer, subject }: Identity): string | undefined {
    return [...this.#parts.registry.users].find(
      ([, { identity }]) => identity?.issuer === issuer && identity.subject === subject,
    )?.[0];
  }

  async #make({ issuer, subject, name }: Identity): Promise<string> {
    const { registry, forgetProofs } = this.#parts;
    if (registry.users.has(name)) throw new IsocenterError('access/name-taken', { name });
    await forgetProofs(name);
    const definition = { createdAt: this.#at(0), createdBy: PROVIDER.name, identity: { issuer, subject } };
    await registry.save(PROVIDER, { kind: 'user', id: name, definition });
    return name;
  }

  async #identify(
    actor: Actor,
    account: string,
    identity: Pick<Identity, 'issuer' | 'subject'> | undefined,
  ): Promise<void> {
    const { identity: _before, ...definition } = this.#parts.registry.users.get(account)!;
    const after = identity === undefined ? definition : { ...definition, identity };
    await this.#parts.registry.save(actor, { kind: 'user', id: account, definition: after });
  }

  /** Grants of others stay as they are. */
  async #allow(name: string, wanted: readonly RoleName[]): Promise<void> {
    const { grants } = this.#parts;
    const subject = { kind: 'user', name } as const;
    const rights = [...new Set(wanted.flatMap((role) => [...roles[role]]))].sort();
    const own = grants.of(subject).filter(({ grantedBy }) => grantedBy === PROVIDER.name);
    const isCurrent = (grant: GrantTerms): boolean =>
      grant.rights.join() === rights.join() &&
      (grant.expiresAt ?? '') > this.#at(LASTS_DAYS - RENEWED_AFTER_DAYS);
    if (own.length === 1 && isCurrent(own[0]!)) return;
    for (const { id } of own) await grants.drop(PROVIDER, subject, id);
    if (rights.length === 0) return;
    const terms = { rights, scope: everything, expiresAt: this.#at(LASTS_DAYS) };
    await grants.add(PROVIDER, subject, terms);
  }

  #at(days: number): string {
    return new Date(this.#parts.clock.now().getTime() + days * DAY_MS).toISOString();
  }
}

const noRole = (provider: string): IsocenterError => new IsocenterError('access/no-role', { provider });
