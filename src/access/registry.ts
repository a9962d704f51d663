import type { AccessEntry } from '../catalog/index.ts';
import type { Actor, Scope } from '../contract/index.ts';
import {
  type CollectionDefinition,
  collectionDefinition,
  type GrantDefinition,
  type GroupDefinition,
  grantDefinition,
  groupDefinition,
  type ShareDefinition,
  type Subject,
  shareDefinition,
  type TokenDefinition,
  tokenDefinition,
  type UserDefinition,
  userDefinition,
} from './definitions.ts';

/** Where entries are kept: on record first, then in the catalog. The archive has it. */
export interface AccessRecords {
  entries(): Promise<AccessEntry[]>;
  save(actor: Actor, entry: AccessEntry): Promise<void>;
  /** Whether a scope covers a study that is there. */
  sees(scope: Scope, studyInstanceUid: string): Promise<boolean>;
}

/** All accounts, grants and tokens, in memory: they are few, and every request asks. */
export class AccessRegistry {
  readonly users = new Map<string, UserDefinition>();
  readonly groups = new Map<string, GroupDefinition>();
  readonly collections = new Map<string, CollectionDefinition>();
  /** By id. */
  readonly grants = new Map<string, GrantDefinition>();
  readonly tokens = new Map<string, TokenDefinition>();
  readonly shares = new Map<string, ShareDefinition>();
  readonly #grantsBySubject = new Map<string, Map<string, GrantDefinition>>();
  readonly #records: AccessRecords;

  private constructor(records: AccessRecords) {
    this.#records = records;
  }

  static async load(records: AccessRecords): Promise<AccessRegistry> {
    const registry = new AccessRegistry(records);
    for (const entry of await records.entries()) registry.#apply(entry);
    return registry;
  }

  /** Durable when it resolves; only then anybody sees it. */
  async save(actor: Actor, entry: AccessEntry): Promise<void> {
    await this.#records.save(actor, entry);
    this.#apply(entry);
  }

  /** Whether there is such an account, and it may do what it is allowed. */
  isActive(user: string): boolean {
    return this.users.get(user)?.isDisabled === false;
  }

  /** What a subject was allowed, by id, expired grants included. */
  grantsOf(subject: Subject): ReadonlyMap<string, GrantDefinition> {
    return this.#grantsBySubject.get(keyOf(subject)) ?? new Map();
  }

  #apply({ kind, id, definition }: AccessEntry): void {
    if (kind === 'user') put(this.users, id, definition && userDefinition.parse(definition));
    if (kind === 'group') put(this.groups, id, definition && groupDefinition.parse(definition));
    if (kind === 'collection')
      put(this.collections, id, definition && collectionDefinition.parse(definition));
    if (kind === 'token') put(this.tokens, id, definition && tokenDefinition.parse(definition));
    if (kind === 'share') put(this.shares, id, definition && shareDefinition.parse(definition));
    if (kind === 'grant') this.#applyGrant(id, definition);
  }

  #applyGrant(id: string, definition: unknown): void {
    const before = this.grants.get(id);
    if (before) this.#grantsBySubject.get(keyOf(before.subject))?.delete(id);
    const grant = definition ? grantDefinition.parse(definition) : null;
    put(this.grants, id, grant);
    if (!grant) return;
    const key = keyOf(grant.subject);
    this.#grantsBySubject.set(key, (this.#grantsBySubject.get(key) ?? new Map()).set(id, grant));
  }
}

const keyOf = ({ kind, name }: Subject): string => `${kind}:${name}`;

function put<Value>(map: Map<string, Value>, id: string, value: Value | null | undefined | unknown): void {
  if (value) map.set(id, value as Value);
  else map.delete(id);
}
