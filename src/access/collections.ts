import { type Clock, type InTurn, IsocenterError } from '../base/index.ts';
import {
  type Actor,
  type Caller,
  type Grant,
  type MemberRight,
  memberRights,
  type Right,
  type RulesScope,
  reachOf,
} from '../contract/index.ts';
import type { CollectionDefinition, GrantDefinition, Subject } from './definitions.ts';
import type { Grants } from './grants.ts';
import type { AccessRegistry } from './registry.ts';

interface CollectionsParts {
  readonly registry: AccessRegistry;
  readonly grants: Grants;
  readonly clock: Clock;
  /** Runs a change after those before it. */
  readonly inTurn: InTurn;
}

/** What people say of a collection. */
export type CollectionTerms = Pick<CollectionDefinition, 'title' | 'owner' | 'quotaBytes'>;

export interface Member extends Omit<Grant, 'scope'>, Subject {}

/** What an owner may do, and may let others do. */
const OWNER: readonly Right[] = memberRights;

/**
 * Labs, projects, households, trials. Which studies are in one the catalog knows; here is whose it is, how much it may hold, and
 * who else was let in: a member is somebody with a grant on this collection and nothing else.
 */
export class Collections {
  readonly #parts: CollectionsParts;
  #onQuotas: ((quotas: ReadonlyMap<string, number>) => void) | undefined;

  constructor(parts: CollectionsParts) {
    this.#parts = parts;
  }

  /** Tells of the quotas, now and whenever one changes. */
  watchQuotas(tell: (quotas: ReadonlyMap<string, number>) => void): void {
    this.#onQuotas = tell;
    this.#tellQuotas();
  }

  all(): ReadonlyMap<string, CollectionDefinition> {
    return this.#parts.registry.collections;
  }

  get(name: string): CollectionDefinition | undefined {
    return this.#parts.registry.collections.get(name);
  }

  /** What owning collections allows an account; undefined when it owns none. */
  grantOfOwner(user: string): Pick<GrantDefinition, 'rights' | 'scope' | 'expiresAt'> | undefined {
    const own = [...this.#parts.registry.collections].filter(([, { owner }]) => owner === user);
    if (own.length === 0) return undefined;
    const rules = own.map(([collection]) => ({ collection }));
    return { rights: [...OWNER], scope: { kind: 'rules', rules }, expiresAt: null };
  }

  /** Throws `input/invalid` for a name that is taken, `archive/not-found` for an owner that is no account. */
  add(actor: Actor, name: string, terms: CollectionTerms): Promise<void> {
    const { registry, clock, inTurn } = this.#parts;
    return inTurn(async () => {
      if (registry.collections.has(name))
        throw new IsocenterError('input/invalid', { reason: `There is a collection named ${name} already.` });
      this.#requireAccount(terms.owner);
      const createdAt = clock.now().toISOString();
      await this.#save(actor, name, { ...terms, createdAt, createdBy: actor.name });
    });
  }

  update(actor: Actor, name: string, change: Partial<CollectionTerms>): Promise<void> {
    return this.#parts.inTurn(async () => {
      const known = this.#require(name);
      this.#requireAccount(change.owner ?? null);
      await this.#save(actor, name, { ...known, ...change });
    });
  }

  /** Members are members no more. */
  remove(actor: Actor, name: string): Promise<void> {
    const { grants, inTurn } = this.#parts;
    return inTurn(async () => {
      this.#require(name);
      for (const { id, kind, name: subject } of this.members(name))
        await grants.drop(actor, { kind, name: subject }, id);
      await this.#save(actor, name, null);
    });
  }

  /** For who changes something in turn already: what an account that goes has owned is the administrators'. */
  async forget(actor: Actor, user: string): Promise<void> {
    for (const [name, definition] of this.#parts.registry.collections)
      if (definition.owner === user) await this.#save(actor, name, { ...definition, owner: null });
  }

  members(name: string): Member[] {
    return [...this.#parts.registry.grants]
      .filter(([, { scope }]) => isOnly(scope, name))
      .map(([id, { subject, scope: _, ...grant }]) => ({ id, ...grant, ...subject }));
  }

  /** Throws `archive/forbidden`, and `archive/not-found` for who is neither owner nor administrator, or no subject. */
  admit(
    caller: Caller,
    name: string,
    subject: Subject,
    terms: { readonly rights: readonly MemberRight[]; readonly expiresAt: string | null },
  ): Promise<void> {
    const { registry, grants, inTurn } = this.#parts;
    return inTurn(async () => {
      this.requireOwner(caller, name);
      const subjects = { user: registry.users, group: registry.groups, node: undefined }[subject.kind];
      if (!subjects?.has(subject.name))
        throw new IsocenterError('archive/not-found', {
          what: subject.kind === 'user' ? 'account' : 'group',
        });
      const scope: RulesScope = { kind: 'rules', rules: [{ collection: name }] };
      await grants.add(caller.actor, subject, {
        rights: [...terms.rights],
        scope: { kind: 'rules', rules: [...scope.rules] },
        expiresAt: terms.expiresAt,
      });
    });
  }

  expel(caller: Caller, name: string, id: string): Promise<void> {
    return this.#parts.inTurn(async () => {
      this.requireOwner(caller, name);
      const member = this.members(name).find((each) => each.id === id);
      if (!member) throw new IsocenterError('archive/not-found', { what: 'member' });
      await this.#parts.grants.drop(caller.actor, { kind: member.kind, name: member.name }, id);
    });
  }

  /** Who may look at the members and change them. Throws `archive/not-found`: others need not know that it is there. */
  requireOwner(caller: Caller, name: string): CollectionDefinition {
    const known = this.#require(name);
    const { actor } = caller;
    const isAdministrator = reachOf(caller, 'administer').kind === 'everything';
    const isOwner = known.owner !== null && actor.kind === 'user' && actor.name === known.owner;
    if (isAdministrator || isOwner) return known;
    throw new IsocenterError('archive/not-found', { what: 'collection' });
  }

  async #save(actor: Actor, id: string, definition: CollectionDefinition | null): Promise<void> {
    await this.#parts.registry.save(actor, { kind: 'collection', id, definition });
    this.#tellQuotas();
  }

  #tellQuotas(): void {
    const limited = [...this.#parts.registry.collections].flatMap(([name, { quotaBytes }]) =>
      quotaBytes === null ? [] : [[name, quotaBytes] as const],
    );
    this.#onQuotas?.(new Map(limited));
  }

  #require(name: string): CollectionDefinition {
    const known = this.#parts.registry.collections.get(name);
    if (!known) throw new IsocenterError('archive/not-found', { what: 'collection' });
    return known;
  }

  #requireAccount(name: string | null): void {
    if (name !== null && !this.#parts.registry.users.has(name))
      throw new IsocenterError('archive/not-found', { what: 'account' });
  }
}

function isOnly(scope: GrantDefinition['scope'], name: string): boolean {
  const [only, ...others] = scope.kind === 'rules' ? scope.rules : [];
  return only !== undefined && 'collection' in only && only.collection === name && others.length === 0;
}
