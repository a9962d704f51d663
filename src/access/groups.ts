import { type Clock, type InTurn, IsocenterError } from '../base/index.ts';
import type { Actor, GrantTerms, ListedGroup } from '../contract/index.ts';
import type { GroupDefinition } from './definitions.ts';
import { type Grants, requireWhole } from './grants.ts';
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
      .filter(([, { members }]) => members.includes(user))
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
      await this.#save(actor, name, { members: [...new Set(members)], createdAt, createdBy: actor.name });
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

  /** Throws `archive/not-found` for who is no member. */
  leave(actor: Actor, name: string, leaving: string): Promise<ListedGroup> {
    return this.#parts.inTurn(async () => {
      const group = this.#require(name);
      if (!group.members.includes(leaving)) throw new IsocenterError('archive/not-found', { what: 'member' });
      await this.#without(actor, name, group, leaving);
      return this.#listed(name);
    });
  }

  /** For who changes something in turn already: an account that goes is in no group any more. */
  async forget(actor: Actor, user: string): Promise<void> {
    for (const name of this.of(user)) await this.#without(actor, name, this.#require(name), user);
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
    await this.#save(actor, name, { ...group, members: group.members.filter((one) => one !== leaving) });
  }

  #save(actor: Actor, id: string, definition: GroupDefinition): Promise<void> {
    return this.#parts.registry.save(actor, { kind: 'group', id, definition });
  }

  #listed(name: string): ListedGroup {
    return { name, ...this.#require(name), grants: this.#parts.grants.of({ kind: 'group', name }) };
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
