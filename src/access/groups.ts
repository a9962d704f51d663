import { type Clock, type InTurn, IsocenterError } from '../base/index.ts';
import type { Actor, GrantTerms, ListedGroup } from '../contract/index.ts';
import type { GroupDefinition } from './definitions.ts';
import { type Grants, requireWhole } from './grants.ts';
import { isValid } from './reach.ts';
import type { AccessRegistry } from './registry.ts';

interface GroupsParts {
  readonly registry: AccessRegistry;
  readonly grants: Grants;
  readonly clock: Clock;
  /** Runs a change after those before it. */
  readonly inTurn: InTurn;
}

export interface NewGroup {
  readonly name: string;
  readonly members?: readonly string[] | undefined;
  readonly grant?: GrantTerms | undefined;
}

/** Accounts by a common name: what a group is granted, its members have for as long as they are in it. */
export class Groups {
  readonly #parts: GroupsParts;

  constructor(parts: GroupsParts) {
    this.#parts = parts;
  }

  list(): ListedGroup[] {
    return [...this.#parts.registry.groups.keys()].sort().map((name) => this.#listed(name));
  }

  /** Names of the groups that an account is in. */
  of(user: string): string[] {
    return [...this.#parts.registry.groups]
      .filter(([, group]) => this.#isIn(group, user))
      .map(([name]) => name);
  }

  /** Throws `input/invalid` for a name that is taken, `archive/not-found` for a member that is no account. */
  add(actor: Actor, { name, members = [], grant }: NewGroup): Promise<ListedGroup> {
    const { registry, grants, clock, inTurn } = this.#parts;
    return inTurn(async () => {
      if (registry.groups.has(name))
        throw new IsocenterError('input/invalid', { reason: `There is a group named ${name} already.` });
      this.#requireAccounts(members);
      if (grant) requireWhole(grant);
      const createdAt = clock.now().toISOString();
      const unique = [...new Set(members)];
      await this.#save(actor, name, { members: unique, provided: {}, createdAt, createdBy: actor.name });
      if (grant) await grants.add(actor, { kind: 'group', name }, grant);
      return this.#listed(name);
    });
  }

  /** Its grants go with it; accounts stay. */
  remove(actor: Actor, name: string): Promise<void> {
    const { registry, grants, inTurn } = this.#parts;
    return inTurn(async () => {
      this.#require(name);
      await grants.dropAll(actor, { kind: 'group', name });
      await registry.save(actor, { kind: 'group', id: name, definition: null });
    });
  }

  join(actor: Actor, name: string, joining: readonly string[]): Promise<ListedGroup> {
    return this.#parts.inTurn(async () => {
      const group = this.#require(name);
      this.#requireAccounts(joining);
      await this.#save(actor, name, { ...group, members: [...new Set([...group.members, ...joining])] });
      return this.#listed(name);
    });
  }

  /** Whom the provider puts in comes back with their next login. Throws `archive/not-found` for who is no member. */
  leave(actor: Actor, name: string, leaving: string): Promise<ListedGroup> {
    return this.#parts.inTurn(async () => {
      const group = this.#require(name);
      if (!this.#isIn(group, leaving)) throw new IsocenterError('archive/not-found', { what: 'member' });
      await this.#without(actor, name, group, leaving);
      return this.#listed(name);
    });
  }

  /** For who changes something in turn already: an account that goes is in no group any more. */
  async forget(actor: Actor, user: string): Promise<void> {
    for (const [name, group] of this.#parts.registry.groups)
      if (group.members.includes(user) || Object.hasOwn(group.provided, user))
        await this.#without(actor, name, group, user);
  }

  /**
   * For who changes something in turn already: an account is in these groups by the provider of logins and in no others, until
   * a time (ISO 8601). Where somebody put it by hand it stays. Groups that are not there are passed over.
   * @param goodUntil what was noted and lasts until then is not noted again.
   */
  async follow(
    actor: Actor,
    user: string,
    wanted: readonly string[],
    { until, goodUntil }: { readonly until: string; readonly goodUntil: string },
  ): Promise<void> {
    for (const [name, group] of this.#parts.registry.groups) {
      const { [user]: before, ...others } = group.provided;
      if (!wanted.includes(name)) {
        if (before !== undefined) await this.#save(actor, name, { ...group, provided: others });
      } else if (before === undefined || before <= goodUntil)
        await this.#save(actor, name, { ...group, provided: { ...others, [user]: until } });
    }
  }

  /** Whether members of a group may do anything now. */
  allowsAnything(name: string): boolean {
    const now = this.#now();
    return this.#parts.grants.of({ kind: 'group', name }).some((grant) => isValid(grant, now));
  }

  grant(actor: Actor, name: string, terms: GrantTerms): Promise<ListedGroup> {
    return this.#parts.inTurn(async () => {
      this.#require(name);
      await this.#parts.grants.add(actor, { kind: 'group', name }, terms);
      return this.#listed(name);
    });
  }

  ungrant(actor: Actor, name: string, id: string): Promise<ListedGroup> {
    return this.#parts.inTurn(async () => {
      this.#require(name);
      await this.#parts.grants.drop(actor, { kind: 'group', name }, id);
      return this.#listed(name);
    });
  }

  async #without(actor: Actor, name: string, group: GroupDefinition, leaving: string): Promise<void> {
    const { [leaving]: _, ...provided } = group.provided;
    const members = group.members.filter((one) => one !== leaving);
    await this.#save(actor, name, { ...group, members, provided });
  }

  #save(actor: Actor, id: string, definition: GroupDefinition): Promise<void> {
    return this.#parts.registry.save(actor, { kind: 'group', id, definition });
  }

  #listed(name: string): ListedGroup {
    const { members, provided, createdAt, createdBy } = this.#require(name);
    const now = this.#now();
    const fromProvider = Object.keys(provided).filter((one) => now < provided[one]!);
    const all = [...new Set([...members, ...fromProvider])];
    const grants = this.#parts.grants.of({ kind: 'group', name });
    return { name, members: all, fromProvider, createdAt, createdBy, grants };
  }

  #isIn({ members, provided }: GroupDefinition, user: string): boolean {
    return members.includes(user) || (Object.hasOwn(provided, user) && this.#now() < provided[user]!);
  }

  #now(): string {
    return this.#parts.clock.now().toISOString();
  }

  #require(name: string): GroupDefinition {
    const group = this.#parts.registry.groups.get(name);
    if (!group) throw new IsocenterError('archive/not-found', { what: 'group' });
    return group;
  }

  #requireAccounts(names: readonly string[]): void {
    if (!names.every((name) => this.#parts.registry.users.has(name)))
      throw new IsocenterError('archive/not-found', { what: 'account' });
  }
}
