import { randomUUID } from 'node:crypto';
import { type Clock, IsocenterError } from '../base/index.ts';
import type { Actor, Grant, GrantTerms } from '../contract/index.ts';
import type { Subject } from './definitions.ts';
import type { AccessRegistry } from './registry.ts';

/** What subjects are allowed, grant by grant. Who calls sees to it that changes wait for each other. */
export class Grants {
  readonly #registry: AccessRegistry;
  readonly #clock: Clock;

  constructor(registry: AccessRegistry, clock: Clock) {
    this.#registry = registry;
    this.#clock = clock;
  }

  /** Those of a subject, expired ones included. */
  of(subject: Subject): Grant[] {
    return [...this.#registry.grantsOf(subject)].map(([id, { subject: _, ...grant }]) => ({ id, ...grant }));
  }

  /** Throws `input/invalid`. */
  async add(actor: Actor, subject: Subject, terms: GrantTerms, reason?: string): Promise<void> {
    requireWhole(terms);
    const grantedAt = this.#clock.now().toISOString();
    const definition = { ...terms, subject, grantedAt, grantedBy: actor.name, ...(reason && { reason }) };
    const told = reason === undefined ? {} : ({ event: 'glass-broken' } as const);
    await this.#registry.save(actor, { kind: 'grant', id: randomUUID(), definition, ...told });
  }

  /** Throws `archive/not-found` for a grant that is not of this subject. */
  async drop(actor: Actor, subject: Subject, id: string): Promise<void> {
    if (!this.#registry.grantsOf(subject).has(id))
      throw new IsocenterError('archive/not-found', { what: 'grant' });
    await this.#registry.save(actor, { kind: 'grant', id, definition: null });
  }

  /** A subject of the same name that is made later must not find anything of this one. */
  async dropAll(actor: Actor, subject: Subject): Promise<void> {
    for (const { id } of this.of(subject)) await this.drop(actor, subject, id);
  }
}

/** Administering a part of the archive means nothing: it would not be refused, only never work. */
export function requireWhole({ rights, scope }: GrantTerms): void {
  if (!rights.includes('administer') || scope.kind === 'everything') return;
  const reason =
    'The right to administer reaches everything or nothing; name no study, patient, label or collection.';
  throw new IsocenterError('input/invalid', { reason });
}
